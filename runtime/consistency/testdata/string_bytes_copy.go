package cases

import "github.com/vyx/go-screener/pkg/types"

// The bytes of a string are a copy.
func evaluate(data *types.MarketData) bool {
	text := "abc"
	bytes := []byte(text)
	bytes[0] = 'z'
	bytes = append(bytes, "de"...)
	return text == "abc" && string(bytes) == "zbcde"
}

// Output: true

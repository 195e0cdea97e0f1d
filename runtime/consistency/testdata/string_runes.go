package cases

import "github.com/vyx/go-screener/pkg/types"

// Conversions between strings, runes and bytes.
func evaluate(data *types.MarketData) bool {
	text := "aé€"
	runes := []rune(text)
	bytes := []byte(text)
	runes[0] = 'b'
	return len(text) == 6 && len(runes) == 3 && len(bytes) == 6 && string(runes) == "bé€" && text[0] == 'a' && string(bytes[:1]) == "a"
}

// Output: true

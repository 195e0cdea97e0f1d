package cases

import "github.com/vyx/go-screener/pkg/types"

// The same in a range over a string.
func evaluate(data *types.MarketData) bool {
	var functions []func() rune
	for _, r := range "ab" {
		functions = append(functions, func() rune { return r })
	}
	return functions[0]() == 'a' && functions[1]() == 'b'
}

// Output: false

// Go: true

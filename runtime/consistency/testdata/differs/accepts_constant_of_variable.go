package cases

import "github.com/vyx/go-screener/pkg/types"

// A constant whose value is not one.
func evaluate(data *types.MarketData) bool {
	n := len(data.Klines)
	const m = n
	return m >= 0
}

// Output: true

// Go: refused

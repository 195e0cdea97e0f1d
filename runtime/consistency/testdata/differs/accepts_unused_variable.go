package cases

import "github.com/vyx/go-screener/pkg/types"

// The Go compiler insists that variables are used.
func evaluate(data *types.MarketData) bool {
	unused := len(data.Klines)
	return false
}

// Output: false

// Go: refused

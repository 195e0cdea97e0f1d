package cases

import "github.com/vyx/go-screener/pkg/types"

// A number compared with nil is a panic in the interpreter.
func evaluate(data *types.MarketData) bool {
	price := 1.5
	return price == nil
}

// Output: error

// Go: refused

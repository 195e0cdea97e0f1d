package cases

import "github.com/vyx/go-screener/pkg/types"

// An alias within a function is unknown to the interpreter.
func evaluate(data *types.MarketData) bool {
	type number = float64
	var price number = 1.5
	var plain float64 = price
	return plain == 1.5
}

// Output: refused

// Go: true

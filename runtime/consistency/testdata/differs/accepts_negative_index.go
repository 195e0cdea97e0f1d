package cases

import "github.com/vyx/go-screener/pkg/types"

// A constant index below zero is known to be wrong by the compiler, and a panic in the interpreter.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	return klines[-1].Close > 100
}

// Output: error

// Go: refused

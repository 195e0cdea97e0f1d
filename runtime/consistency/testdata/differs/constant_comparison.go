package cases

import "github.com/vyx/go-screener/pkg/types"

// A constant that is a comparison; the interpreter makes it false.
func evaluate(data *types.MarketData) bool {
	const period = 14
	const long = period > 10
	return long
}

// Output: false

// Go: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A constant that is a logical expression; the interpreter does not compute it.
func evaluate(data *types.MarketData) bool {
	const a = true && false
	const b = true || false
	return b && !a
}

// Output: false

// Go: true

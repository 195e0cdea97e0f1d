package cases

import "github.com/vyx/go-screener/pkg/types"

// A type may be named as a built-in one; the interpreter goes on with the built-in one.
func evaluate(data *types.MarketData) bool {
	type int struct{ price float64 }
	value := int{1}
	return value.price == 1
}

// Output: refused

// Go: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// Dividing a float by zero gives an infinity, or NaN for 0/0, never a panic.
func evaluate(data *types.MarketData) bool {
	zero, one := 0.0, 1.0
	plus, minus, none := one/zero, -one/zero, zero/zero
	return plus > 1e308 && minus < -1e308 && none != none
}

// Output: true

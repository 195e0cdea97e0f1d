package cases

import "github.com/vyx/go-screener/pkg/types"

// Infinities are equal to themselves and beyond every number.
func evaluate(data *types.MarketData) bool {
	zero := 0.0
	plus := 1 / zero
	return plus == plus && plus > 1.7e308 && -plus < -1.7e308 && plus+1 == plus && 1/plus == 0 && !(plus < plus)
}

// Output: true

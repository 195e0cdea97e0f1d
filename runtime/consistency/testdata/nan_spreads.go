package cases

import "github.com/vyx/go-screener/pkg/types"

// NaN survives arithmetic, so that one bad candle spoils a sum.
func evaluate(data *types.MarketData) bool {
	zero := 0.0
	nan := zero / zero
	sum := 1 + nan*0
	return sum != sum && !(sum > 0) && !(sum < 0)
}

// Output: true

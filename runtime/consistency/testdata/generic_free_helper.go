package cases

import "github.com/vyx/go-screener/pkg/types"

// A helper for floats, as filters write them.
func evaluate(data *types.MarketData) bool {
	abs := func(x float64) float64 {
		if x < 0 {
			return -x
		}
		return x
	}
	sqrt := func(x float64) float64 {
		guess := x
		for i := 0; i < 60 && guess > 0; i++ {
			guess = (guess + x/guess) / 2
		}
		return guess
	}
	return abs(-2.5) == 2.5 && abs(sqrt(2)-1.41421356237) < 1e-9
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// Sums of floats carry their rounding; a filter has to compare with a tolerance.
func evaluate(data *types.MarketData) bool {
	sum := 0.0
	for i := 0; i < 10; i++ {
		sum += 0.1
	}
	difference := sum - 1
	return sum != 1 && difference < 1e-9 && difference > -1e-9
}

// Output: true

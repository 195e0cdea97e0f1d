package cases

import "github.com/vyx/go-screener/pkg/types"

// There is no % for floats; a filter cuts off and subtracts.
func evaluate(data *types.MarketData) bool {
	price, step := 101.37, 0.25
	steps := float64(int(price / step))
	rest := price - steps*step
	return rest > 0.119 && rest < 0.121
}

// Output: true

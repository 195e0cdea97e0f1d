package cases

import "github.com/vyx/go-screener/pkg/types"

// Two variables move on together.
func evaluate(data *types.MarketData) bool {
	a, b := 0, 1
	for i := 0; i < 20; i++ {
		a, b = b, a+b
	}
	return a == 6765
}

// Output: true

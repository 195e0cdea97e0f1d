package cases

import "github.com/vyx/go-screener/pkg/types"

// := declares what is new and assigns the rest.
func evaluate(data *types.MarketData) bool {
	a, b := 1, 2
	b, c := 3, 4
	return a == 1 && b == 3 && c == 4
}

// Output: true

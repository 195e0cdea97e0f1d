package cases

import "github.com/vyx/go-screener/pkg/types"

// A constant may be shadowed by a variable of another type.
func evaluate(data *types.MarketData) bool {
	const limit = 3
	sum := 0
	for i := 0; i < limit; i++ {
		limit := i * 10
		sum += limit
	}
	return sum == 30 && limit == 3
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// The results of one call are the arguments of another.
func evaluate(data *types.MarketData) bool {
	pair := func() (int, int) { return 3, 4 }
	add := func(a, b int) int { return a + b }
	return add(pair()) == 7
}

// Output: true

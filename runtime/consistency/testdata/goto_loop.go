package cases

import "github.com/vyx/go-screener/pkg/types"

// A loop by hand.
func evaluate(data *types.MarketData) bool {
	i, sum := 0, 0
again:
	if i < 5 {
		sum += i
		i++
		goto again
	}
	return sum == 10
}

// Output: true

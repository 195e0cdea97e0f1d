package cases

import "github.com/vyx/go-screener/pkg/types"

// Without arguments there is nothing to count or to go through.
func evaluate(data *types.MarketData) bool {
	count := func(values ...int) int {
		n := 0
		for range values {
			n++
		}
		return n + len(values)
	}
	return count() == 0 && count(1) == 2
}

// Output: true

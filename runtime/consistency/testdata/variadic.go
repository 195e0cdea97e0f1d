package cases

import "github.com/vyx/go-screener/pkg/types"

// A variadic closure takes none, some, or a slice.
func evaluate(data *types.MarketData) bool {
	sum := func(start int, rest ...int) int {
		for _, v := range rest {
			start += v
		}
		return start
	}
	list := []int{1, 2, 3}
	return sum(1) == 1 && sum(1, 2, 3) == 6 && sum(10, list...) == 16
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A literal may name indexes, the others are zero.
func evaluate(data *types.MarketData) bool {
	list := []int{5: 50, 60, 1: 10}
	return len(list) == 7 && list[5] == 50 && list[6] == 60 && list[1] == 10 && list[0] == 0
}

// Output: true

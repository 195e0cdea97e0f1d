package cases

import "github.com/vyx/go-screener/pkg/types"

// The range is over the slice as it was at the start.
func evaluate(data *types.MarketData) bool {
	list := []int{1, 2, 3}
	turns := 0
	for _, v := range list {
		list = append(list, v)
		turns++
	}
	return turns == 3 && len(list) == 6
}

// Output: true

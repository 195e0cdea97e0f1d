package cases

import "github.com/vyx/go-screener/pkg/types"

// Elements are swapped in place.
func evaluate(data *types.MarketData) bool {
	list := []int{1, 2, 3, 4, 5}
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list[0] == 5 && list[1] == 4 && list[2] == 3 && list[4] == 1
}

// Output: true

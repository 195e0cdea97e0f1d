package cases

import "github.com/vyx/go-screener/pkg/types"

// The idiom that reuses the room of its source.
func evaluate(data *types.MarketData) bool {
	list := []int{1, 2, 3, 4, 5, 6}
	kept := list[:0]
	for _, v := range list {
		if v%2 == 0 {
			kept = append(kept, v)
		}
	}
	return len(kept) == 3 && kept[0] == 2 && kept[2] == 6 && list[0] == 2
}

// Output: true

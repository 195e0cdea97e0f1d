package cases

import "github.com/vyx/go-screener/pkg/types"

// A body may move its own counter.
func evaluate(data *types.MarketData) bool {
	seen := 0
	for i := 0; i < 10; i++ {
		if i == 2 {
			i = 7
		}
		seen += i
	}
	return seen == 0+1+7+8+9
}

// Output: true

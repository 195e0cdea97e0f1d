package cases

import "github.com/vyx/go-screener/pkg/types"

// A named slice type.
func evaluate(data *types.MarketData) bool {
	type prices []float64
	list := prices{1, 2, 3}
	list = append(list, 4)
	plain := []float64(list)
	return len(list) == 4 && plain[3] == 4 && list[0] == 1
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A slice that is spread is not copied.
func evaluate(data *types.MarketData) bool {
	clear := func(values ...float64) {
		for i := range values {
			values[i] = 0
		}
	}
	list := []float64{1, 2}
	clear(list...)
	return list[0] == 0 && list[1] == 0
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A conversion to int cuts off toward zero.
func evaluate(data *types.MarketData) bool {
	up, down := 2.9, -2.9
	return int(up) == 2 && int(down) == -2 && int64(up*100) == 290 && float64(int(up)) == 2
}

// Output: true

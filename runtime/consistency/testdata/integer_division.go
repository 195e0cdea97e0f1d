package cases

import "github.com/vyx/go-screener/pkg/types"

// Integer division cuts off toward zero, and the remainder has the sign of the dividend.
func evaluate(data *types.MarketData) bool {
	n, d := -7, 2
	return n/d == -3 && n%d == -1 && 7/d == 3 && 7%-d == 1
}

// Output: true

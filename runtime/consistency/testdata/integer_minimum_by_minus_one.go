package cases

import "github.com/vyx/go-screener/pkg/types"

// The smallest number has no positive counterpart; dividing it by -1 gives itself.
func evaluate(data *types.MarketData) bool {
	lowest := int64(-1) << 63
	one := int64(-1)
	return lowest/one == lowest && lowest%one == 0 && -lowest == lowest
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A slice may be extended into its capacity, no further.
func evaluate(data *types.MarketData) bool {
	base := make([]int, 5)
	short := base[:2]
	long := short[:5]
	n := len(data.Klines["5m"])
	return len(long) == 5 && len(short[:n]) == n
}

// Output: error error error error true true true

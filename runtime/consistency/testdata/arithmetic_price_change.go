package cases

import "github.com/vyx/go-screener/pkg/types"

// The change from the first to the last close, in percent.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	if len(klines) < 2 {
		return false
	}
	first, last := klines[0].Close, klines[len(klines)-1].Close
	change := (last - first) / first * 100
	return change > 1
}

// Output: true false false true false false false

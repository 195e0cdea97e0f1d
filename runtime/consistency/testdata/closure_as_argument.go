package cases

import "github.com/vyx/go-screener/pkg/types"

// A function is passed to another.
func evaluate(data *types.MarketData) bool {
	count := func(klines []types.Kline, fits func(types.Kline) bool) int {
		n := 0
		for _, k := range klines {
			if fits(k) {
				n++
			}
		}
		return n
	}
	rising := func(k types.Kline) bool { return k.Close > k.Open }
	klines := data.Klines["5m"]
	return count(klines, rising) > count(klines, func(k types.Kline) bool { return k.Close < k.Open })
}

// Output: true false false true false false false

package cases

import "github.com/vyx/go-screener/pkg/types"

// Every candle opens where the one before it closed, five minutes later.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	for i := 1; i < len(klines); i++ {
		if klines[i].Open != klines[i-1].Close || klines[i].OpenTime-klines[i-1].OpenTime != 5*60*1000 {
			return false
		}
	}
	return len(klines) > 1
}

// Output: true true true true false false false

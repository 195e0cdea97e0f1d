package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// How often the line crosses its signal, over all candles with a signal.
func evaluate(data *types.MarketData) bool {
	macd := indicators.CalculateMACD(data.Klines["5m"], 3, 6, 4)
	if macd == nil {
		return false
	}
	crossed := 0
	for i := 4; i < len(macd.MACD); i++ {
		if (macd.MACD[i-1] <= macd.Signal[i-1]) != (macd.MACD[i] <= macd.Signal[i]) {
			crossed++
		}
	}
	return crossed > 1
}

// Output: true true false false false false false

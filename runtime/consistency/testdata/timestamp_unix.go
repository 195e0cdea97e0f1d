package cases

import "github.com/vyx/go-screener/pkg/types"

// Seconds and milliseconds, compared with the last candle.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	if len(klines) == 0 {
		return data.Timestamp.Unix()*1000 == data.Timestamp.UnixMilli()
	}
	age := data.Timestamp.UnixMilli() - klines[len(klines)-1].CloseTime
	return age == 1
}

// Output: true

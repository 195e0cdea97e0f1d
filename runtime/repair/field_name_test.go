package repair

import "testing"

func TestFieldsAreCalledAsTheyAre(t *testing.T) {
	t.Parallel()
	checkRule(t, "field-name", []repairCase{
		{name: "small letters", code: `last := data.Klines["5m"][249]
return last.close > last.open`, want: `if len(data.Klines["5m"]) < 250 {
	return false // too few candles
}
last := data.Klines["5m"][249]
return last.Close > last.Open`},
		{name: "ticker by other words", code: "return data.Ticker.price > 0.5 && data.Ticker.Change24h > 1", want: "return data.Ticker.LastPrice > 0.5 && data.Ticker.PriceChangePercent > 1"},
		{name: "price of the data itself", code: "return data.LastPrice > 0.5", want: "return data.Ticker.LastPrice > 0.5"},
		{name: "timeframe as a field", code: `klines := data.Klines5m
return len(klines) > 20`, want: `klines := data.Klines["5m"]
return len(klines) > 20`},
		{name: "parts of a result", code: `bb := indicators.GetLatestBollingerBands(data.Klines["5m"], 20, 2)
return bb != nil && data.Ticker.LastPrice < bb.UpperBand`, want: `bb := indicators.GetLatestBollingerBands(data.Klines["5m"], 20, 2)
return bb != nil && data.Ticker.LastPrice < bb.Upper`},
		{name: "value of what is the value", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return rsi != nil && *rsi.Value > 70`, want: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return rsi != nil && *rsi > 70`},
		{name: "a part that does not exist", code: `last := data.Klines["5m"][249]
return last.OpenInterest > 5`},
		{name: "a name for two parts", code: `bb := indicators.GetLatestBollingerBands(data.Klines["5m"], 20, 2)
return bb != nil && bb.Width > 1`},
		{name: "an own structure", code: `type level struct{ price float64 }
l := level{price: 1.5}
return l.price > math.Abs(-1)`, kept: "type level struct{ price float64 }"},
	})
}

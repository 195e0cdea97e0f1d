package repair

import "testing"

func TestWrongArityGetsConventionalParameters(t *testing.T) {
	t.Parallel()
	checkRule(t, "wrong-arity", []repairCase{
		{name: "conventional period of the RSI", code: `klines := data.Klines["5m"]
rsi := indicators.GetLatestRSI(klines)
return rsi != nil && *rsi > 70`, want: `klines := data.Klines["5m"]
rsi := indicators.GetLatestRSI(klines, 14)
return rsi != nil && *rsi > 70`},
		{name: "conventional parameters of the MACD", code: `macd := indicators.GetLatestMACD(data.Klines["5m"])
if macd == nil {
	return false
}
return macd.MACD > macd.Signal`, want: `macd := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
if macd == nil {
	return false
}
return macd.MACD > macd.Signal`},
		{name: "deviation of the bands", code: `bb := indicators.GetLatestBollingerBands(data.Klines["5m"], 20)
return bb != nil && data.Ticker.LastPrice > bb.Upper`, want: `bb := indicators.GetLatestBollingerBands(data.Klines["5m"], 20, 2.0)
return bb != nil && data.Ticker.LastPrice > bb.Upper`},
		{name: "smoothing that the stochastic does not have", code: `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3, 3)
return stoch != nil && stoch.K > 80`, want: `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
return stoch != nil && stoch.K > 80`},
		{name: "timeframe as a parameter of its own", code: `rsi := indicators.GetLatestRSI(data, "5m", 14)
return rsi != nil && *rsi > 70`, want: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return rsi != nil && *rsi > 70`},
		{name: "timeframe beside the map of candles", code: `ema := indicators.CalculateEMA(data.Klines, "5m", 50)
return ema != nil && data.Ticker.LastPrice < *ema`, want: `ema := indicators.CalculateEMA(data.Klines["5m"], 50)
return ema != nil && data.Ticker.LastPrice < *ema`},
		{name: "period of the VWAP", code: `klines := data.Klines["5m"]
vwap := indicators.CalculateVWAP(klines, 50)
return klines[len(klines)-1].Close > vwap`, want: `klines := data.Klines["5m"]
if len(klines) < 50 {
	return false // too few candles
}
vwap := indicators.CalculateVWAP(klines[len(klines)-50:])
return klines[len(klines)-1].Close > vwap`},
		{name: "an average has no conventional period", code: `ma := indicators.CalculateMA(data.Klines["5m"])
return ma != nil && *ma > 100`},
		{name: "a source that would be ignored", code: `klines := data.Klines["5m"]
high := klines[len(klines)-1].High
ma := indicators.CalculateMA(klines, 20, high)
return ma != nil && *ma > 100`},
		{name: "no candles at all are given", code: `rsi := indicators.GetLatestRSI()
return rsi != nil && *rsi > 70`},
	})
}

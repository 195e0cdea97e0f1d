package repair

import (
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

func TestTimeframesAreCalledAsTheExecutorDoes(t *testing.T) {
	t.Parallel()
	checkRule(t, "timeframe-name", []repairCase{
		{name: "minutes first", code: `klines := data.Klines["5min"]
return klines[len(klines)-1].Close > 100`, want: `klines := data.Klines["5m"]
if len(klines) < 1 {
	return false // too few candles
}
return klines[len(klines)-1].Close > 100`},
		{name: "unit first", timeframes: []string{"1h", "5m"}, code: `klines := data.Klines["H1"]
return klines[len(klines)-1].Close > 100`, want: `klines := data.Klines["1h"]
if len(klines) < 1 {
	return false // too few candles
}
return klines[len(klines)-1].Close > 100`},
		{name: "sixty minutes", timeframes: []string{"1h", "5m"}, code: `rsi := indicators.GetLatestRSI(data.Klines["60m"], 14)
return *rsi > 70`, want: `rsi := indicators.GetLatestRSI(data.Klines["1h"], 14)
if rsi == nil {
	return false // no value yet
}
return *rsi > 70`},
		{name: "through a variable", timeframes: []string{"5m", "15m"}, code: `tf := "15"
klines := data.Klines[tf]
return klines[0].Close > 0.5`, want: `tf := "15m"
klines := data.Klines[tf]
if len(klines) < 1 {
	return false // too few candles
}
return klines[0].Close > 0.5`},
		{name: "no such timeframe", code: `klines := data.Klines["3m"]
return klines[len(klines)-1].Close > 100`},
		{name: "a number that is no timeframe", candles: []int{10, 250}, code: `limits := map[string]float64{"5": 1.5}
klines := data.Klines["5m"]
return klines[len(klines)-20].Close > limits["5"]`, kept: `return klines[len(klines)-20].Close > limits["5"]`},
		{name: "a symbol of that form stays", candles: []int{10, 250}, code: `klines := data.Klines["5m"]
return data.Symbol != "H1" && klines[len(klines)-20].Close > 1`, kept: `data.Symbol != "H1"`},
		{name: "a name of the answer's series stays", timeframes: []string{"1d", "5m"}, component: source.Series, code: `klines := data.Klines["5m"]
daily := data.Klines["1d"]
return map[string]interface{}{"daily": daily[len(daily)-1].Close, "close": math.Abs(klines[0].Close)}`, kept: `"daily": daily`},
	})
}

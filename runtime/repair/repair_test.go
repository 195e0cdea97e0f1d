package repair

import (
	"testing"
	"time"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
)

// market is a symbol with candles whose closes rise by 1 from 1.
type market struct{ candles int }

func (m market) Symbol() string { return "TESTUSDT" }

func (m market) MarketData() *types.MarketData {
	klines := make([]types.Kline, m.candles)
	for i := range klines {
		price := float64(i + 1)
		klines[i] = types.Kline{Open: price - 1, High: price + 1, Low: price - 1, Close: price, Volume: 10}
	}
	return &types.MarketData{
		Symbol:    "TESTUSDT",
		Ticker:    &types.SimplifiedTicker{LastPrice: 1, PriceChangePercent: 2, QuoteVolume: 3},
		Klines:    map[string][]types.Kline{"5m": klines},
		Timestamp: time.Unix(0, 0),
	}
}

var long = []sandbox.Input{market{250}}

func repairFilter(t *testing.T, code string, inputs []sandbox.Input) Result {
	t.Helper()
	result := Repair(Request{
		Code: code, Component: source.Filter, Inputs: inputs, Limits: sandbox.DefaultLimits(source.Filter),
	})
	if result.Sound {
		for _, outcome := range sandbox.Run(result.Code, source.Filter, inputs, sandbox.DefaultLimits(source.Filter)) {
			if outcome.Failure != nil {
				t.Errorf("called sound, but fails: %s\n%s", outcome.Failure.Message, result.Code)
			}
		}
	}
	return result
}

func used(result Result, rule string) bool {
	for _, applied := range result.Applied {
		if applied.Rule == rule {
			return true
		}
	}
	return false
}

func TestEveryRule(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, rule, code, want string
		inputs                 []sandbox.Input
	}{
		{"latest average", "unknown-function", `ma := indicators.GetLatestMA(data.Klines["5m"], 20)
return ma != nil && *ma > 1`, `ma := indicators.CalculateMA(data.Klines["5m"], 20)
return ma != nil && *ma > 1`, long},
		{"volume average", "unknown-function", `return indicators.CalculateVolumeMA(data.Klines["5m"], 20) != nil`,
			`return indicators.CalculateAvgVolume(data.Klines["5m"], 20) != nil`, long},
		{"spelled out", "unknown-function", `return indicators.CalculateExponentialMovingAverage(data.Klines["5m"], 20) != nil`,
			`return indicators.CalculateEMA(data.Klines["5m"], 20) != nil`, long},
		{"last of a number", "number-as-slice", `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
if stoch == nil || len(stoch.K) == 0 {
	return false
}
return stoch.K[len(stoch.K)-1] > 80`, `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
if stoch == nil {
	return false
}
return stoch.K > 80`, long},
		{"pointer compared", "pointer-dereference", `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return rsi > 70 && 2*rsi < 300`, `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return *rsi > 70 && 2*(*rsi) < 300`, long},
		{"number dereferenced", "pointer-dereference", `vwap := indicators.CalculateVWAP(data.Klines["5m"])
return *vwap > 1`, `vwap := indicators.CalculateVWAP(data.Klines["5m"])
return vwap > 1`, long},
		{"nil average", "missing-nil-check", `klines := data.Klines["5m"]
ma := indicators.CalculateMA(klines, 20) // mean
return *ma > 5`, `klines := data.Klines["5m"]
ma := indicators.CalculateMA(klines, 20) // mean
if ma == nil {
	return false
}
return *ma > 5`, []sandbox.Input{market{10}}},
		{"nil result of a call", "missing-nil-check", `return indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9).MACD > 0`,
			`value := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
if value == nil {
	return false
}
return value.MACD > 0`, []sandbox.Input{market{10}}},
		{"last candle of none", "missing-length-check", `klines := data.Klines["1h"]
return klines[len(klines)-1].Close > klines[len(klines)-2].Close`, `klines := data.Klines["1h"]
if len(klines) < 2 {
	return false
}
return klines[len(klines)-1].Close > klines[len(klines)-2].Close`, long},
		{"window of a loop", "missing-length-check", `klines := data.Klines["5m"]
last := len(klines) - 1
sum := 0.0
for i := 0; i < 20; i++ {
	sum += klines[last-i].Close
}
return sum > 0`, `klines := data.Klines["5m"]
last := len(klines) - 1
sum := 0.0
if len(klines) < 20 {
	return false
}
for i := 0; i < 20; i++ {
	sum += klines[last-i].Close
}
return sum > 0`, []sandbox.Input{market{10}}},
		{"slice of the last", "missing-length-check", `klines := data.Klines["5m"]
recent := klines[len(klines)-50:]
return len(recent) == 50`, `klines := data.Klines["5m"]
if len(klines) < 50 {
	return false
}
recent := klines[len(klines)-50:]
return len(recent) == 50`, []sandbox.Input{market{10}}},
		{"absolute value", "missing-import", `change := data.Ticker.PriceChangePercent
return math.Abs(change) > 1`, `mathAbs := func(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
change := data.Ticker.PriceChangePercent
return mathAbs(change) > 1`, long},
		{"power", "whole-power", `x := data.Ticker.LastPrice
return math.Pow(x, 2) > 0`, `x := data.Ticker.LastPrice
return ((x)*(x)) > 0`, long},
		{"markdown", "code-fence", "Here is the filter you asked for:\n\n```go\nreturn true\n```\nGood luck!", "return true", long},
		{"whole function", "code-fence", `package main

import "math"

func evaluate(d *types.MarketData) bool {
	if d == nil {
		return false
	}
	return true
}`, `d := data
if d == nil {
	return false
}
return true`, long},
	} {
		t.Run(test.rule+" "+test.name, func(t *testing.T) {
			t.Parallel()
			result := repairFilter(t, test.code, test.inputs)
			if result.Code != test.want || !result.Sound {
				t.Errorf("sound %t, reason %q, got\n%s\nwant\n%s", result.Sound, result.Reason, result.Code, test.want)
			}
			if !used(result, test.rule) {
				t.Errorf("rules %v, want %s", result.Applied, test.rule)
			}
		})
	}
}

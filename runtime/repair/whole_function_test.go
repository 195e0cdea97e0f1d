package repair

import (
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

func TestBodiesAreTakenOutOfWholeFunctions(t *testing.T) {
	t.Parallel()
	checkRule(t, "whole-function", []repairCase{
		{name: "program with an import", code: `package main

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

func evaluate(data *types.MarketData) bool {
	rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
	if rsi == nil {
		return false
	}
	return *rsi > 70
}`, want: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return *rsi > 70`},
		{name: "other name of the data", code: `func Filter(md *types.MarketData) bool {
	return md.Ticker.LastPrice > 0.5
}`, want: `md := data
return md.Ticker.LastPrice > 0.5`},
		{name: "helper beside it", code: `func isGreen(k types.Kline) bool {
	return k.Close > k.Open
}

func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	return isGreen(klines[len(klines)-1])
}`, want: `isGreen := func(k types.Kline) bool {
	return k.Close > k.Open
}
klines := data.Klines["5m"]
if len(klines) < 1 {
	return false // too few candles
}
return isGreen(klines[len(klines)-1])`},
		{name: "helper that calls itself", code: `func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func evaluate(data *types.MarketData) bool {
	return fib(10) == 55 && data.Ticker.LastPrice > 0.5
}`, want: `var fib func(n int) int
fib = func(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}
return fib(10) == 55 && data.Ticker.LastPrice > 0.5`},
		{name: "cut off at its end", code: `func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	if len(klines) < 20 {
		return false
	}
	return klines[len(klines)-1].Close > 100`, want: `klines := data.Klines["5m"]
if len(klines) < 20 {
	return false
}
return klines[len(klines)-1].Close > 100`},
		{name: "imports alone", code: `import "math"

klines := data.Klines["5m"]
return len(klines) > 20`, want: `klines := data.Klines["5m"]
return len(klines) > 20`},
		{name: "series function", component: source.Series, code: `func calculateSeries(data *types.MarketData) map[string]interface{} {
	return map[string]interface{}{"n": len(data.Klines["5m"])}
}`, want: `return map[string]interface{}{"n": len(data.Klines["5m"])}`},
		{name: "method of a type", code: `type strategy struct{}

func (s strategy) limit() float64 {
	return 5
}

func evaluate(data *types.MarketData) bool {
	return data.Ticker.LastPrice > strategy{}.limit()
}`},
	})
}

func TestInnerFunctionsBecomeClosures(t *testing.T) {
	t.Parallel()
	checkRule(t, "inner-function", []repairCase{
		{name: "helper declared in the body", code: `func average(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / 2
}
price := data.Ticker.LastPrice
return average([]float64{1, price}) > 0.5`, want: `average := func(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / 2
}
price := data.Ticker.LastPrice
return average([]float64{1, price}) > 0.5`},
		{name: "helper after the first line", code: `klines := data.Klines["5m"]
func green(k types.Kline) bool {
	return k.Close > k.Open
}
return green(klines[0])`, want: `klines := data.Klines["5m"]
green := func(k types.Kline) bool {
	return k.Close > k.Open
}
if len(klines) < 1 {
	return false // too few candles
}
return green(klines[0])`},
		{name: "a method stays", code: `type point struct{ x float64 }
func (p point) double() float64 {
	return p.x * 2
}
return point{1}.double() > 1`},
		{name: "two functions that judge, of which nobody can tell which", code: `func long(data *types.MarketData) bool {
	return data.Ticker.LastPrice > 5
}

func short(data *types.MarketData) bool {
	return data.Ticker.LastPrice < 5
}`},
	})
}

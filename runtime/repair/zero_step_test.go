package repair

import (
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

func TestStepsOfNothingBecomeOne(t *testing.T) {
	t.Parallel()
	checkRule(t, "zero-step", []repairCase{
		{name: "step by the number of candles", candles: []int{100, 400}, code: `klines := data.Klines["5m"]
step := len(klines) / 200
sum := 0.0
for i := 0; i < len(klines); i += step {
	sum += klines[i].Close
}
return sum > 5`, want: `klines := data.Klines["5m"]
step := len(klines) / 200
sum := 0.0
if step < 1 {
	step = 1
}
for i := 0; i < len(klines); i += step {
	sum += klines[i].Close
}
return sum > 5`},
		{name: "downwards", candles: []int{10, 250}, code: `klines := data.Klines["5m"]
step := len(klines) / 50
count := 0
for i := len(klines) - 1; i > 0; i -= step {
	if klines[i].Close > 5 {
		count++
	}
}
return count > 5`, want: `klines := data.Klines["5m"]
step := len(klines) / 50
count := 0
if step < 1 {
	step = 1
}
for i := len(klines) - 1; i > 0; i -= step {
	if klines[i].Close > 5 {
		count++
	}
}
return count > 5`},
		{name: "a step that is not in the loop's hands", code: `n := 10
for n > 0 {
	n -= 0
}
return true`},
	})
}

func TestExplicitPanicsSayNo(t *testing.T) {
	t.Parallel()
	checkRule(t, "explicit-panic", []repairCase{
		{name: "missing timeframe", code: `klines, ok := data.Klines["1h"]
if !ok {
	panic("no hourly candles")
}
return len(klines) > 20`, want: `klines, ok := data.Klines["1h"]
if !ok {
	return false
}
return len(klines) > 20`},
		{name: "within a closure", code: `average := func(values []float64) float64 {
	if len(values) == 0 {
		panic("empty")
	}
	return values[0]
}
return average([]float64{}) < 5`, want: `incomplete := false
average := func(values []float64) float64 {
	if len(values) == 0 {
		incomplete = true
		return 0
	}
	return values[0]
}
return (average([]float64{}) < 5) && !incomplete`},
		{name: "series code", component: source.Series, code: `if len(data.Klines["1h"]) == 0 {
	panic("no candles")
}
return map[string]interface{}{"n": len(data.Klines["1h"])}`, want: `if len(data.Klines["1h"]) == 0 {
	return map[string]interface{}{}
}
return map[string]interface{}{"n": len(data.Klines["1h"])}`},
		{name: "a panic and nothing else", code: `panic("not implemented")`},
	})
}

func TestListsAreMadeAsLongAsTheyAreFilled(t *testing.T) {
	t.Parallel()
	checkRule(t, "list-never-made", []repairCase{
		{name: "filled by a loop", code: `klines := data.Klines["5m"]
var closes []float64
for i := 0; i < len(klines); i++ {
	closes[i] = klines[i].Close
}
return closes[0] > 0.5`, want: `klines := data.Klines["5m"]
var closes []float64
closes = make([]float64, len(klines))
for i := 0; i < len(klines); i++ {
	closes[i] = klines[i].Close
}
if len(closes) < 1 {
	return false // too few candles
}
return closes[0] > 0.5`},
		{name: "room without a length", code: `klines := data.Klines["5m"]
changes := make([]float64, 0, 20)
for i := 1; i < 20; i++ {
	changes[i-1] = klines[i].Close - klines[i-1].Close
}
return changes[18] > 0.5`, want: `klines := data.Klines["5m"]
changes := make([]float64, 0, 20)
changes = make([]float64, 19)
if len(changes) < 19 || len(klines) < 20 {
	return false // too few candles
}
for i := 1; i < 20; i++ {
	changes[i-1] = klines[i].Close - klines[i-1].Close
}
return changes[18] > 0.5`},
		{name: "list that is made already", candles: []int{10, 250}, code: `klines := data.Klines["5m"]
closes := make([]float64, len(klines))
for i := 0; i < len(klines); i++ {
	closes[i] = klines[i].Close
}
return closes[len(closes)-20] > 0.5`, kept: "closes := make([]float64, len(klines))"},
	})
}

package repair

import (
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

func TestMissingLengthChecksAreAdded(t *testing.T) {
	t.Parallel()
	checkRule(t, "missing-length-check", []repairCase{
		{name: "two newest candles", candles: []int{0}, code: `klines := data.Klines["5m"]
return klines[len(klines)-1].Close > klines[len(klines)-2].Close`, want: `klines := data.Klines["5m"]
if len(klines) < 2 {
	return false // too few candles
}
return klines[len(klines)-1].Close > klines[len(klines)-2].Close`},
		{name: "window of a loop", candles: []int{10}, code: `klines := data.Klines["5m"]
last := len(klines) - 1
sum := 0.0
for i := 0; i < 20; i++ {
	sum += klines[last-i].Close
}
return sum > 0`, want: `klines := data.Klines["5m"]
last := len(klines) - 1
sum := 0.0
if len(klines) < 20 {
	return false // too few candles
}
for i := 0; i < 20; i++ {
	sum += klines[last-i].Close
}
return sum > 0`},
		{name: "slice of the newest", candles: []int{10}, code: `klines := data.Klines["5m"]
recent := klines[len(klines)-50:]
return len(recent) == 50`, want: `klines := data.Klines["5m"]
if len(klines) < 50 {
	return false // too few candles
}
recent := klines[len(klines)-50:]
return len(recent) == 50`},
		{name: "window by a variable", candles: []int{10, 250}, code: `klines := data.Klines["5m"]
period := 20
high := 0.0
for i := len(klines) - period; i < len(klines); i++ {
	if klines[i].High > high {
		high = klines[i].High
	}
}
return high > 200`, want: `klines := data.Klines["5m"]
period := 20
high := 0.0
if len(klines) < 20 {
	return false // too few candles
}
for i := len(klines) - period; i < len(klines); i++ {
	if klines[i].High > high {
		high = klines[i].High
	}
}
return high > 200`},
		{name: "missing timeframe", candles: []int{250}, code: `hourly := data.Klines["1h"]
klines := data.Klines["5m"]
return klines[len(klines)-1].Close > hourly[len(hourly)-1].Open`, want: `hourly := data.Klines["1h"]
klines := data.Klines["5m"]
if len(klines) < 1 || len(hourly) < 1 {
	return false // too few candles
}
return klines[len(klines)-1].Close > hourly[len(hourly)-1].Open`},
		{name: "within a closure", candles: []int{10, 250}, code: `klines := data.Klines["5m"]
closeAt := func(back int) float64 {
	return klines[len(klines)-back].Close
}
return closeAt(1) > closeAt(20)`, want: `incomplete := false
klines := data.Klines["5m"]
closeAt := func(back int) float64 {
	if len(klines) < back {
		incomplete = true // too few candles
		return 0
	}
	return klines[len(klines)-back].Close
}
return (closeAt(1) > closeAt(20)) && !incomplete`},
		{name: "series code", candles: []int{0}, component: source.Series, code: `klines := data.Klines["5m"]
return map[string]interface{}{"close": klines[len(klines)-1].Close}`, want: `klines := data.Klines["5m"]
if len(klines) < 1 {
	return map[string]interface{}{} // too few candles
}
return map[string]interface{}{"close": klines[len(klines)-1].Close}`},
		{name: "an answer given with few candles stays", candles: []int{0, 10, 250}, code: `klines := data.Klines["5m"]
return len(klines) == 0 || klines[len(klines)-20].Close > 1`},
		{name: "guard of the author is enough", candles: []int{0, 10, 250}, code: `klines := data.Klines["5m"]
if len(klines) < 20 {
	return false
}
return klines[len(klines)-20].Close > math.Abs(-1)`, kept: `klines := data.Klines["5m"]`},
		{name: "position that was searched", candles: []int{10, 250}, code: `klines := data.Klines["5m"]
found := -1
for i, k := range klines {
	if k.Close > 100 {
		found = i
		break
	}
}
return klines[found].Close > 5`, want: `klines := data.Klines["5m"]
found := -1
for i, k := range klines {
	if k.Close > 100 {
		found = i
		break
	}
}
if len(klines) < found+1 || found < 0 {
	return false // too few candles
}
return klines[found].Close > 5`},
	})
}

func TestMissingBoundsChecksAreAdded(t *testing.T) {
	t.Parallel()
	checkRule(t, "missing-bounds-check", []repairCase{
		{name: "position of another kind of whole number", candles: []int{250, 600}, code: `klines := data.Klines["5m"]
levels := []float64{100, 200, 300}
level := int64(len(klines)) / 100
return klines[0].Close < levels[level]`, want: `klines := data.Klines["5m"]
levels := []float64{100, 200, 300}
level := int64(len(klines)) / 100
if 0 >= len(klines) || level < 0 || level >= int64(len(levels)) {
	return false // too few candles
}
return klines[0].Close < levels[int(level)]`},
		{name: "within a closure", candles: []int{250, 600}, code: `klines := data.Klines["5m"]
levels := []float64{100, 200, 300}
limit := func(level int64) float64 {
	return levels[level]
}
return limit(int64(len(klines))/100) > 50`, want: `incomplete := false
klines := data.Klines["5m"]
levels := []float64{100, 200, 300}
limit := func(level int64) float64 {
	if level < 0 || level >= int64(len(levels)) {
		incomplete = true // too few candles
		return 0
	}
	return levels[int(level)]
}
return (limit(int64(len(klines))/100) > 50) && !incomplete`},
		{name: "always outside", code: `levels := []float64{1, 2, 3}
n := 0
for range data.Klines["5m"] {
	n++
}
return levels[n] > 1`},
	})
}

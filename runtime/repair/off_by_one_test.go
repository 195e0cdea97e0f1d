package repair

import "testing"

func TestPositionsStayWithinTheList(t *testing.T) {
	t.Parallel()
	checkRule(t, "off-by-one", []repairCase{
		{name: "loop past the end", code: `klines := data.Klines["5m"]
count := 0
for i := 0; i <= len(klines); i++ {
	if klines[i].Close > klines[i].Open {
		count++
	}
}
return count > 100`, want: `klines := data.Klines["5m"]
count := 0
for i := 0; i < len(klines); i++ {
	if klines[i].Close > klines[i].Open {
		count++
	}
}
return count > 100`},
		{name: "loop that looks at the next", code: `klines := data.Klines["5m"]
count := 0
for i := 0; i < len(klines); i++ {
	if klines[i+1].Close > klines[i].Close {
		count++
	}
}
return count > 100`, want: `klines := data.Klines["5m"]
count := 0
for i := 0; i < len(klines)-1; i++ {
	if klines[i+1].Close > klines[i].Close {
		count++
	}
}
return count > 100`},
		{name: "loop that looks at the one before", code: `klines := data.Klines["5m"]
count := 0
for i := 0; i < len(klines); i++ {
	if klines[i].Close > klines[i-1].Close {
		count++
	}
}
return count > 100`, want: `klines := data.Klines["5m"]
count := 0
for i := 1; i < len(klines); i++ {
	if klines[i].Close > klines[i-1].Close {
		count++
	}
}
return count > 100`},
		{name: "range that looks at the one before", code: `klines := data.Klines["5m"]
count := 0
for i := range klines {
	if klines[i].Close > klines[i-1].Close {
		count++
	}
}
return count > 100`, want: `klines := data.Klines["5m"]
count := 0
for i := range klines {
	if i < 1 {
		continue
	}
	if klines[i].Close > klines[i-1].Close {
		count++
	}
}
return count > 100`},
		{name: "length for the last", code: `klines := data.Klines["5m"]
return klines[len(klines)].Close > 100`, want: `klines := data.Klines["5m"]
if len(klines) < 1 {
	return false // too few candles
}
return klines[len(klines)-1].Close > 100`},
		{name: "downwards from the length", code: `klines := data.Klines["5m"]
falling := 0
for i := len(klines); i >= 0; i-- {
	if klines[i].Close < klines[i].Open {
		falling++
	}
}
return falling == 0`, want: `klines := data.Klines["5m"]
falling := 0
for i := len(klines)-1; i >= 0; i-- {
	if klines[i].Close < klines[i].Open {
		falling++
	}
}
return falling == 0`},
		{name: "last by a variable", code: `klines := data.Klines["5m"]
n := len(klines)
last := klines[n]
return last.Close > 100`, want: `klines := data.Klines["5m"]
n := len(klines)
if len(klines) < 1 {
	return false // too few candles
}
last := klines[n-1]
return last.Close > 100`},
		{name: "too few candles are none too many", candles: []int{10, 250}, code: `klines := data.Klines["5m"]
return klines[len(klines)-20].Close > 5`, kept: "return klines[len(klines)-20].Close > 5"},
		{name: "other length than the list's", candles: []int{10, 250}, code: `klines := data.Klines["5m"]
levels := []float64{1, 2, 3}
sum := 0.0
for i := 0; i < len(klines); i++ {
	sum += levels[i]
}
return sum > 5`},
	})
}

func TestNegativePositionsCountFromTheEnd(t *testing.T) {
	t.Parallel()
	checkRule(t, "negative-index", []repairCase{
		{name: "last and one before", code: `klines := data.Klines["5m"]
return klines[-1].Close > klines[-2].Close`, want: `klines := data.Klines["5m"]
if len(klines) < 2 {
	return false // too few candles
}
return klines[len(klines)-1].Close > klines[len(klines)-2].Close`},
		{name: "newest twenty", code: `klines := data.Klines["5m"]
recent := klines[-20:]
return len(recent) == 20`, want: `klines := data.Klines["5m"]
if len(klines) < 20 {
	return false // too few candles
}
recent := klines[len(klines)-20:]
return len(recent) == 20`},
		{name: "by a variable", code: `klines := data.Klines["5m"]
back := 3
return klines[-back].Close > 100`, want: `klines := data.Klines["5m"]
back := 3
if len(klines) < 3 {
	return false // too few candles
}
return klines[len(klines)-back].Close > 100`},
		{name: "key of a table stays", code: `levels := map[int]float64{-1: 5}
return levels[-1] > math.Abs(-1)`, kept: "levels := map[int]float64{-1: 5}"},
		{name: "list that a call gives", code: `return indicators.CalculateEMASeries(data.Klines["5m"], 9)[-1] > 5`},
	})
}

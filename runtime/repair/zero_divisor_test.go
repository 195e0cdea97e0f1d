package repair

import "testing"

func TestNothingToDivideBySaysNo(t *testing.T) {
	t.Parallel()
	checkRule(t, "zero-divisor", []repairCase{
		{name: "whole numbers", candles: []int{0, 250}, code: `klines := data.Klines["5m"]
rising := 0
for _, k := range klines {
	if k.Close > k.Open {
		rising++
	}
}
return rising*100/len(klines) > 60`, want: `klines := data.Klines["5m"]
rising := 0
for _, k := range klines {
	if k.Close > k.Open {
		rising++
	}
}
if len(klines) == 0 {
	return false // nothing to divide by
}
return rising*100/len(klines) > 60`},
		{name: "remainder", candles: []int{3, 250}, code: `klines := data.Klines["5m"]
step := len(klines) / 10
return len(klines)%step == 0`, want: `klines := data.Klines["5m"]
step := len(klines) / 10
if step == 0 {
	return false // nothing to divide by
}
return len(klines)%step == 0`},
		{name: "within a closure", candles: []int{0, 250}, code: `klines := data.Klines["5m"]
share := func(n int) int {
	return 100 * n / len(klines)
}
return share(0) == 0`, want: `incomplete := false
klines := data.Klines["5m"]
share := func(n int) int {
	if len(klines) == 0 {
		incomplete = true // nothing to divide by
		return 0
	}
	return 100 * n / len(klines)
}
return (share(0) == 0) && !incomplete`},
		{name: "divisor in brackets", candles: []int{1, 250}, code: `klines := data.Klines["5m"]
n := len(klines)
return 1000/(n-1) >= 0`, want: `klines := data.Klines["5m"]
n := len(klines)
if n-1 == 0 {
	return false // nothing to divide by
}
return 1000/(n-1) >= 0`},
		{name: "numbers with decimals do not fail", candles: []int{0, 250}, code: `klines := data.Klines["5m"]
share := 1.0 / float64(len(klines))
return share < math.Abs(-5)`, kept: "share := 1.0 / float64(len(klines))"},
		{name: "always nothing to divide by", code: `zero := 0
return 10/zero > 1`},
	})
}

package repair

import "testing"

func TestEndlessLoopsCount(t *testing.T) {
	t.Parallel()
	checkRule(t, "endless-loop", []repairCase{
		{name: "step left out", code: `klines := data.Klines["5m"]
i := 0
count := 0
for i < len(klines) {
	if klines[i].Close > klines[i].Open {
		count++
	}
}
return count > 100`, want: `klines := data.Klines["5m"]
i := 0
count := 0
for ; i < len(klines); i++ {
	if klines[i].Close > klines[i].Open {
		count++
	}
}
return count > 100`},
		{name: "empty third part", code: `klines := data.Klines["5m"]
sum := 0.0
for i := 0; i < len(klines); {
	sum += klines[i].Volume
}
return sum > 100`, want: `klines := data.Klines["5m"]
sum := 0.0
for i := 0; i < len(klines); i++ {
	sum += klines[i].Volume
}
return sum > 100`},
		{name: "downwards", code: `klines := data.Klines["5m"]
falling := 0
for i := len(klines) - 1; i > 0; {
	if klines[i].Close < klines[i-1].Close {
		falling++
	}
}
return falling == 0`, want: `klines := data.Klines["5m"]
falling := 0
for i := len(klines) - 1; i > 0; i-- {
	if klines[i].Close < klines[i-1].Close {
		falling++
	}
}
return falling == 0`},
		{name: "step behind a continue", code: `klines := data.Klines["5m"]
i := 0
count := 0
for i < len(klines) {
	if klines[i].Volume > 5 {
		continue
	}
	count++
	i++
}
return count == 0`, want: `klines := data.Klines["5m"]
i := 0
count := 0
for ; i < len(klines); i++ {
	if klines[i].Volume > 5 {
		continue
	}
	count++
}
return count == 0`},
		{name: "loop without a condition", code: `for {
}`},
		{name: "a condition that does not count", code: `price := data.Ticker.LastPrice
for price > 0 {
	price = price * 1.1
}
return true`},
		{name: "a step by more than one", code: `n := 0
for n < 10 {
	if data.Ticker.LastPrice > 5 {
		n += 2
	}
}
return n > 5`},
	})
}

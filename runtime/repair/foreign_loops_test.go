package repair

import "testing"

func TestForeignLoopsBecomeThoseOfGo(t *testing.T) {
	t.Parallel()
	checkRule(t, "foreign-loop", []repairCase{
		{name: "counting loop in brackets", code: `klines := data.Klines["5m"]
count := 0
for (i := 0; i < len(klines); i++) {
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
		{name: "let and of", code: `count := 0
for (const k of data.Klines["5m"]) {
	if (k.Close > k.Open) {
		count++;
	}
}
return count > 100;`, want: `count := 0
for _, k := range data.Klines["5m"] {
	if (k.Close > k.Open) {
		count++;
	}
}
return count > 100;`},
		{name: "counting loop that assigns", code: `klines := data.Klines["5m"]
sum := 0.0
for (let i = len(klines) - 5; i < len(klines); i++) {
	sum += klines[i].Close;
}
return sum > 10;`, want: `klines := data.Klines["5m"]
sum := 0.0
if len(klines) < 5 {
	return false // too few candles
}
for i := len(klines) - 5; i < len(klines); i++ {
	sum += klines[i].Close;
}
return sum > 10;`},
		{name: "positions of a list", code: `klines := data.Klines["5m"]
n := 0
for (const i in klines) {
	if klines[i].Close > 100 {
		n++
	}
}
return n > 5`, want: `klines := data.Klines["5m"]
n := 0
for i := range klines {
	if klines[i].Close > 100 {
		n++
	}
}
return n > 5`},
		{name: "a loop of Go stays", code: `count := 0
for i := 0; i < 3; i++ {
	count += i
}
}
return count == 3 && data.Ticker.LastPrice > 0.5`, kept: "for i := 0; i < 3; i++ {"},
	})
}

func TestBareBranchesGetBraces(t *testing.T) {
	t.Parallel()
	checkRule(t, "bare-branch", []repairCase{
		{name: "return behind an if", code: `klines := data.Klines["5m"];
if (len(klines) < 20) return false;
return klines[len(klines)-1].Close > 10;`, want: `klines := data.Klines["5m"];
if (len(klines) < 20) {
	return false;
}
return klines[len(klines)-1].Close > 10;`},
		{name: "on the next line, with an else", code: `price := data.Ticker.LastPrice
if (price > 5)
	return true
else
	return false`, want: `price := data.Ticker.LastPrice
if (price > 5) {
	return true
} else {
	return false
}`},
		{name: "continue in a loop", code: `count := 0
for _, k := range data.Klines["5m"] {
	if (k.Volume == 0) continue
	count++
}
return count > 10`, want: `count := 0
for _, k := range data.Klines["5m"] {
	if (k.Volume == 0) {
		continue
	}
	count++
}
return count > 10`},
		{name: "another statement than a jump", code: `count := 0
if (data.Ticker.LastPrice > 5) count = 1
return count > 0`},
	})
}

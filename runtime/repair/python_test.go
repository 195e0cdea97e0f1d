package repair

import "testing"

func TestPythonBlocksGetBraces(t *testing.T) {
	t.Parallel()
	checkRule(t, "python-blocks", []repairCase{
		{name: "branches", code: `klines = data.Klines["5m"]
if len(klines) < 20:
    return False
last = klines[-1]
if last.Close > last.Open:
    return True
else:
    return False`, want: `klines := data.Klines["5m"]
if len(klines) < 20 {
    return false
}
last := klines[len(klines)-1]
if last.Close > last.Open {
    return true
} else {
    return false
}`},
		{name: "loop over candles", code: `count = 0
for k in data.Klines["5m"]:
    if k.Close > k.Open:
        count += 1
return count > 100`, want: `count := 0
for _, k := range data.Klines["5m"] {
    if k.Close > k.Open {
        count += 1
    }
}
return count > 100`},
		{name: "elif and comments", code: `# trend by the ticker
price := data.Ticker.LastPrice
if price > 100:
    return false
elif price > 0.5:  # cheap
    return true
return false`, want: `price := data.Ticker.LastPrice
if price > 100 {
    return false
} else if price > 0.5 {
    // cheap
    return true
}
return false`},
		{name: "loop over a range, on one line", code: `klines := data.Klines["5m"]
total := 0.0
for i in range(1, 20): total += klines[i].Close - klines[i-1].Close
return total > 5`, want: `klines := data.Klines["5m"]
total := 0.0
if len(klines) < 20 {
	return false // too few candles
}
for i := 1; i < 20; i++ {
    total += klines[i].Close - klines[i-1].Close
}
return total > 5`},
		{name: "while", code: `n := 0
while n < 3:
    n += 1
return n == 3 && data.Ticker.LastPrice > 0.5`, want: `n := 0
for n < 3 {
    n += 1
}
return n == 3 && data.Ticker.LastPrice > 0.5`},
		{name: "comprehension has no block", code: `closes = [k.Close for k in data.Klines["5m"]]
return sum(closes) > 100`},
		{name: "cases of a switch keep their colons", code: `switch data.Symbol {
case "TESTUSDT":
	return true
default:
	return false
}
}`, kept: "switch data.Symbol {"},
		{name: "range that counts downwards in steps", code: `n := 0
for i in range(10, 0, -2):
    n += i
return n == 3 && data.Ticker.LastPrice > 0.50`, want: `n := 0
for i := 10; i > 0; i -= 2 {
    n += i
}
return n == 3 && data.Ticker.LastPrice > 0.50`},
	})
}

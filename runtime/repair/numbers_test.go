package repair

import "testing"

func TestPowersBecomeProducts(t *testing.T) {
	t.Parallel()
	checkRule(t, "power-operator", []repairCase{
		{name: "square", code: `x := data.Ticker.LastPrice
return x**2 > 0.5`, want: `x := data.Ticker.LastPrice
return ((x)*(x)) > 0.5`},
		{name: "square of a difference in brackets", code: `klines := data.Klines["5m"]
if len(klines) < 2 {
	return false
}
change := (klines[1].Close - klines[0].Close)**2
return change > 0.5`, want: `klines := data.Klines["5m"]
if len(klines) < 2 {
	return false
}
change := ((klines[1].Close - klines[0].Close)*(klines[1].Close - klines[0].Close))
return change > 0.5`},
		{name: "within a product", code: `x := data.Ticker.QuoteVolume
return 2*x**2 == 18`, want: `x := data.Ticker.QuoteVolume
return 2*((x)*(x)) == 18`},
		{name: "square root", code: `x := data.Ticker.QuoteVolume
return (x * 3)**0.5 == 3`, want: `mathSqrt := func(x float64) float64 {
	if x < 0 {
		zero := 0.0
		return zero / zero
	}
	if x == 0 || x != x || x > 1.79769313486231570815e308 {
		return x
	}
	scale := 1.0
	for x > 4 {
		x = x / 4
		scale = scale * 2
	}
	for x < 1 {
		x = x * 4
		scale = scale / 2
	}
	root := x
	for i := 0; i < 8; i++ {
		root = (root + x/root) / 2
	}
	return root * scale
}
x := data.Ticker.QuoteVolume
return mathSqrt((x * 3)) == 3`},
		{name: "power of a power", code: `x := data.Ticker.QuoteVolume
return 2**x**2 > 5`},
		{name: "of a negative number", code: `x := data.Ticker.QuoteVolume
return -x**2 == -9`, want: `x := data.Ticker.QuoteVolume
return -((x)*(x)) == -9`},
		{name: "product with what a pointer points to stays", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return rsi != nil && 2 * *rsi > math.Abs(-70)`, kept: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)`},
		{name: "a variable as the exponent is not a factor", code: `n := 3
return 2**n > 7`},
	})
}

func TestChainedComparisonsAreJoined(t *testing.T) {
	t.Parallel()
	checkRule(t, "chained-comparison", []repairCase{
		{name: "between two limits", code: `price := data.Ticker.LastPrice
return 0.5 < price < 5`, want: `price := data.Ticker.LastPrice
return 0.5 < price && price < 5`},
		{name: "beside another condition", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return data.Ticker.LastPrice > 0.5 && 30 <= *rsi <= 100`, want: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return data.Ticker.LastPrice > 0.5 && 30 <= *rsi && *rsi <= 100`},
		{name: "middle that is a call stays", code: `n := 0
next := func() int {
	n++
	return n
}
return 0 < next() < 2`},
		{name: "two comparisons that are joined", code: `price := data.Ticker.LastPrice
return 0.5 < price && math.Abs(price) < 5`, kept: "price := data.Ticker.LastPrice"},
		{name: "three in a row", code: `price := data.Ticker.LastPrice
return 0 < price < 5 < data.Ticker.QuoteVolume+9`, want: `price := data.Ticker.LastPrice
return 0 < price && price < 5 && 5 < data.Ticker.QuoteVolume+9`},
	})
}

func TestRemaindersOfDecimalsAreComputed(t *testing.T) {
	t.Parallel()
	checkRule(t, "float-modulo", []repairCase{
		{name: "remainder of a price", code: `price := data.Ticker.QuoteVolume
return price % 2.0 == 1`, want: "mathMod := " + closures["math.Mod"] + `
price := data.Ticker.QuoteVolume
return mathMod(price, 2.0) == 1`},
		{name: "price and whole number", code: `price := data.Ticker.QuoteVolume
return price % 2 == 1`, want: "mathMod := " + closures["math.Mod"] + `
price := data.Ticker.QuoteVolume
return mathMod(price, 2) == 1`},
		{name: "remainder of whole numbers stays", code: `n := len(data.Klines["5m"])
return n % 2 == 0 && math.Abs(-1) > 0`, kept: `n := len(data.Klines["5m"])`},
		{name: "remainder of a text is nothing", code: "return data.Symbol % 2 == 1"},
	})
}

func TestSumsOfDecimalsAreDeclaredSo(t *testing.T) {
	t.Parallel()
	checkRule(t, "whole-number-sum", []repairCase{
		{name: "sum of closes", code: `sum := 0
for _, k := range data.Klines["5m"] {
	sum += k.Close
}
return sum > 100`, want: `sum := 0.0
for _, k := range data.Klines["5m"] {
	sum += k.Close
}
return sum > 100`},
		{name: "declared as int", code: `var total int
for _, k := range data.Klines["5m"] {
	total = total + k.Volume
}
return total > 100`, want: `var total float64
for _, k := range data.Klines["5m"] {
	total = total + k.Volume
}
return total > 100`},
		{name: "two of one declaration", code: `highest, count := 0, 0
for _, k := range data.Klines["5m"] {
	if k.High > highest {
		highest = k.High
		count++
	}
}
return highest > 100 && count > 5`, want: `highest, count := 0.0, 0
for _, k := range data.Klines["5m"] {
	if k.High > highest {
		highest = k.High
		count++
	}
}
return highest > 100 && count > 5`},
		{name: "a count stays", code: `count := 0
for _, k := range data.Klines["5m"] {
	if k.Close > math.Abs(k.Open) {
		count++
	}
}
return count > 100`, kept: `for _, k := range data.Klines["5m"] {`},
	})
}

package repair

import "testing"

func TestImportedFunctionsAreWrittenOut(t *testing.T) {
	t.Parallel()
	checkRule(t, "missing-import", []repairCase{
		{name: "absolute value", code: `change := data.Ticker.PriceChangePercent
return math.Abs(change) > 1`, want: `mathAbs := func(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
change := data.Ticker.PriceChangePercent
return mathAbs(change) > 1`},
		{name: "constant", code: "return data.Ticker.LastPrice > math.Pi-3", want: "return data.Ticker.LastPrice > 3.14159265358979323846-3"},
		{name: "text", code: `return strings.HasSuffix(data.Symbol, "USDT")`, want: `stringsHasSuffix := func(text, suffix string) bool {
	return len(text) >= len(suffix) && text[len(text)-len(suffix):] == suffix
}
return stringsHasSuffix(data.Symbol, "USDT")`},
		{name: "builtin of numbers", code: `last := data.Klines["5m"][249]
return max(last.Open, last.Close) > 100`, want: `largestOf := func(first float64, rest ...float64) float64 {
	for _, next := range rest {
		if next > first || next != next {
			first = next
		}
	}
	return first
}
if len(data.Klines["5m"]) < 250 {
	return false // too few candles
}
last := data.Klines["5m"][249]
return largestOf(last.Open, last.Close) > 100`},
		{name: "builtin of whole numbers", code: `klines := data.Klines["5m"]
n := min(len(klines), 20)
return len(klines[len(klines)-n:]) == 20`, want: `wholeMin := func(first int, rest ...int) int {
	for _, next := range rest {
		if next < first {
			first = next
		}
	}
	return first
}
klines := data.Klines["5m"]
n := wholeMin(len(klines), 20)
return len(klines[len(klines)-n:]) == 20`},
		{name: "Math of JavaScript", code: "return Math.abs(data.Ticker.PriceChangePercent) > 1", want: `mathAbs := func(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
return mathAbs(data.Ticker.PriceChangePercent) > 1`},
		{name: "no exact equivalent", code: "return math.Gamma(data.Ticker.LastPrice) > 0.5"},
		{name: "random numbers", code: "return rand.Float64() > 0.5"},
		{name: "time now", code: "return time.Now().Hour() > 5"},
		{name: "an own variable named math", code: `math := data.Ticker
return math.LastPrice > undefinedName`},
	})
}

func TestWholePowersBecomeProducts(t *testing.T) {
	t.Parallel()
	checkRule(t, "whole-power", []repairCase{
		{name: "square", code: `x := data.Ticker.LastPrice
return math.Pow(x, 2) > 0`, want: `x := data.Ticker.LastPrice
return ((x)*(x)) > 0`},
		{name: "square of a difference", code: `klines := data.Klines["5m"]
return math.Pow(klines[1].Close-klines[0].Close, 2.0) > 0.5`, want: `klines := data.Klines["5m"]
if len(klines) < 2 {
	return false // too few candles
}
return ((klines[1].Close-klines[0].Close)*(klines[1].Close-klines[0].Close)) > 0.5`},
		{name: "root", code: `x := data.Ticker.QuoteVolume
return math.Pow(x, 0.5) > 1`, want: `mathSqrt := func(x float64) float64 {
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
return mathSqrt(x) > 1`},
		{name: "base that is a call", code: `f := func() float64 {
	return 3
}
return math.Pow(f(), 2) > 5`, kept: "f := func() float64 {"},
		{name: "large exponent", code: `x := data.Ticker.QuoteVolume
return math.Pow(x, 10) > 5`, kept: "x := data.Ticker.QuoteVolume"},
	})
}

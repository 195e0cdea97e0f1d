package repair

import "testing"

func TestComputedConstantsBecomeVariables(t *testing.T) {
	t.Parallel()
	checkRule(t, "constant-variable", []repairCase{
		{name: "value of a computation that is used as a variable", code: `const klines = data.Klines["5m"]
const last = klines[len(klines)-1]
const limit = math.Abs(-5)
return last.Close > limit`, want: `mathAbs := func(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
klines := data.Klines["5m"]
if len(klines) < 1 {
	return false // too few candles
}
last := klines[len(klines)-1]
limit := mathAbs(-5)
return last.Close > limit`},
		{name: "series of an indicator", code: `const ema = indicators.CalculateEMASeries(data.Klines["5m"], 9)
return ema[len(ema)-1] > math.Abs(-5)`, want: `mathAbs := func(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
ema := indicators.CalculateEMASeries(data.Klines["5m"], 9)
if len(data.Klines["5m"]) < 9 {
	return false // too few candles
}
return ema[len(ema)-1] > mathAbs(-5)`},
		{name: "a constant stays", code: `const limit = 5
return limit > math.Abs(-3)`, kept: "const limit = 5"},
		{name: "a constant of numbers stays where others become variables", code: `const limit = 5
const klines = data.Klines["5m"]
const last = klines[len(klines)-1]
return last.Close > limit`, want: `const limit = 5
klines := data.Klines["5m"]
if len(klines) < 1 {
	return false // too few candles
}
last := klines[len(klines)-1]
return last.Close > limit`},
	})
}

func TestNamesThatHideOthersAreRenamed(t *testing.T) {
	t.Parallel()
	checkRule(t, "shadowed-name", []repairCase{
		{name: "variable named as the package", code: `indicators := 3
rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return rsi != nil && *rsi > float64(indicators)`, want: `indicatorsValue := 3
rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return rsi != nil && *rsi > float64(indicatorsValue)`},
		{name: "variable named as a function", code: `klines := data.Klines["5m"]
len := len(klines)
if len < 20 {
	return false
}
return len(klines) > len-1`, want: `klines := data.Klines["5m"]
lenValue := len(klines)
if lenValue < 20 {
	return false
}
return len(klines) > lenValue-1`},
		{name: "sum named as a type", code: `float64 := 0.5
count := 3
return float64(count) > float64`, want: `float64Value := 0.5
count := 3
return float64(count) > float64Value`},
		{name: "a name that hides nothing needed stays", code: `max := data.Ticker.LastPrice
return max > math.Abs(-0.5)`, kept: "max := data.Ticker.LastPrice"},
	})
}

func TestShadowedValuesReachTheFirstVariable(t *testing.T) {
	t.Parallel()
	checkRule(t, "shadowed-value", []repairCase{
		{name: "found in a block", code: `klines := data.Klines["5m"]
index := -1
for i, k := range klines {
	if k.Close > 100 {
		index := i
		_ = index
		break
	}
}
return klines[index].Close > 5`, want: `klines := data.Klines["5m"]
index := -1
for i, k := range klines {
	if k.Close > 100 {
		index = i
		_ = index
		break
	}
}
if len(klines) < index+1 || index < 0 {
	return false // too few candles
}
return klines[index].Close > 5`},
		{name: "pointer given in a branch", code: `var level *float64
if data.Ticker.LastPrice > 0.5 {
	level := indicators.CalculateMA(data.Klines["5m"], 20)
	_ = level
}
return *level > 5`, want: `var level *float64
if data.Ticker.LastPrice > 0.5 {
	level = indicators.CalculateMA(data.Klines["5m"], 20)
	_ = level
}
if level == nil {
	return false // no value yet
}
return *level > 5`},
		{name: "an inner value that is read stays", candles: []int{10, 250}, code: `klines := data.Klines["5m"]
n := 20
if data.Ticker.LastPrice > 0.5 {
	n := 5
	if n > 6 {
		return true
	}
}
return klines[len(klines)-n].Close > 5`, kept: "return klines[len(klines)-n].Close > 5"},
		{name: "a value that is not to blame stays", candles: []int{10, 250}, code: `klines := data.Klines["5m"]
found := false
if data.Ticker.LastPrice > 5 {
	found := true
	_ = found
}
return !found && klines[len(klines)-20].Close > 5`, kept: "return !found && klines[len(klines)-20].Close > 5"},
	})
}

func TestTypesAreCalledAsTheyAre(t *testing.T) {
	t.Parallel()
	checkRule(t, "type-name", []repairCase{
		{name: "candle for a kline", code: `green := func(k types.Candle) bool {
	return k.Close > k.Open
}
return green(data.Klines["5m"][0])`, want: `green := func(k types.Kline) bool {
	return k.Close > k.Open
}
if len(data.Klines["5m"]) < 1 {
	return false // too few candles
}
return green(data.Klines["5m"][0])`},
		{name: "without its package", code: `body := func(k Kline) float64 {
	return k.Close - k.Open
}
return body(data.Klines["5m"][0]) > 0.5`, want: `body := func(k types.Kline) float64 {
	return k.Close - k.Open
}
if len(data.Klines["5m"]) < 1 {
	return false // too few candles
}
return body(data.Klines["5m"][0]) > 0.5`},
		{name: "a type that nobody knows", code: `var book types.OrderBook
return book.Bid > 5`},
		{name: "an own type stays", code: `type Candle struct{ body float64 }
c := Candle{body: 2}
return c.body > math.Abs(-1)`, kept: "type Candle struct{ body float64 }"},
	})
}

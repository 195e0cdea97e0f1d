package repair

import "testing"

func TestRedeclaredNamesAreAssigned(t *testing.T) {
	t.Parallel()
	checkRule(t, "redeclared", []repairCase{
		{name: "second declaration of one kind", code: `klines := data.Klines["5m"]
last := klines[0].Close
last := klines[1].Close
return last > 1.5`, want: `klines := data.Klines["5m"]
if len(klines) < 1 {
	return false // too few candles
}
last := klines[0].Close
if len(klines) < 2 {
	return false // too few candles
}
last = klines[1].Close
return last > 1.5`},
		{name: "another kind gets a name of its own", code: `rsi := indicators.CalculateRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
rsi := rsi.Values[len(rsi.Values)-1]
return rsi > 70`, want: `rsi := indicators.CalculateRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
rsi2 := rsi.Values[len(rsi.Values)-1]
return rsi2 > 70`},
		{name: "var of a name that exists", code: `count := 0
for range data.Klines["5m"] {
	count++
}
var count int
for range data.Klines["5m"] {
	count++
}
return count > 260`, want: `count := 0
for range data.Klines["5m"] {
	count++
}
for range data.Klines["5m"] {
	count++
}
return count > 260`},
		{name: "var with a value of a name that exists", code: `price := data.Ticker.LastPrice
var price = data.Ticker.QuoteVolume
return price > 2`, want: `price := data.Ticker.LastPrice
price = data.Ticker.QuoteVolume
return price > 2`},
		{name: "an inner block may declare it again", code: `price := data.Ticker.LastPrice
if price > 0 {
	price := math.Abs(price)
	return price > 0.5
}
return false`, kept: "price := data.Ticker.LastPrice"},
	})
}

func TestUndeclaredNamesAreDeclared(t *testing.T) {
	t.Parallel()
	checkRule(t, "undeclared", []repairCase{
		{name: "first assignment declares", code: `klines = data.Klines["5m"]
return len(klines) > 20`, want: `klines := data.Klines["5m"]
return len(klines) > 20`},
		{name: "assigned within a block and used after it", code: `if data.Ticker.LastPrice > 0.5 {
	signal = true
}
return signal`, want: `var signal bool
if data.Ticker.LastPrice > 0.5 {
	signal = true
}
return signal`},
		{name: "capitals", code: `lastClose := data.Klines["5m"][249].Close
return lastclose > 100`, want: `if len(data.Klines["5m"]) < 250 {
	return false // too few candles
}
lastClose := data.Klines["5m"][249].Close
return lastClose > 100`},
		{name: "nothing declares it", code: "return threshold < data.Ticker.LastPrice"},
	})
}

func TestOtherNamesOfTheDataAreReplaced(t *testing.T) {
	t.Parallel()
	checkRule(t, "other-data-name", []repairCase{
		{name: "ticker of another signature", code: `return ticker.LastPrice > 0.5 && data.Symbol == "TESTUSDT"`, want: `return data.Ticker.LastPrice > 0.5 && data.Symbol == "TESTUSDT"`},
		{name: "other name of the data", code: `klines := marketData.Klines["5m"]
return len(klines) > 20`, want: `klines := data.Klines["5m"]
return len(klines) > 20`},
		{name: "price is the newest close", code: `klines := data.Klines["5m"]
ma := indicators.CalculateMA(klines, 20)
if ma == nil {
	return false
}
return currentPrice > *ma`, want: `klines := data.Klines["5m"]
ma := indicators.CalculateMA(klines, 20)
if ma == nil {
	return false
}
return klines[len(klines)-1].Close > *ma`},
		{name: "price is the ticker's where there are no candles", code: "return currentPrice > 0.5", want: "return data.Ticker.LastPrice > 0.5"},
		{name: "an own variable stays", code: `ticker := data.Ticker
return math.Abs(ticker.PriceChangePercent) > 1`, kept: "ticker := data.Ticker"},
		{name: "a name without a meaning", code: "return portfolio.Klines > 3"},
		{name: "a price that the code assigns is no ticker", code: `price = data.Ticker.LastPrice * 2
return price > 1.5 && data.Ticker.LastPrice < 1.5`, kept: `price := data.Ticker.LastPrice * 2
return price > 1.5 && data.Ticker.LastPrice < 1.5`},
	})
}

func TestNamesOutOfScopeAreDeclaredBefore(t *testing.T) {
	t.Parallel()
	checkRule(t, "out-of-scope", []repairCase{
		{name: "declared in both branches", code: `price := data.Ticker.LastPrice
if price > 0.5 {
	limit := 0.75
	_ = limit
} else {
	limit := 2.0
	_ = limit
}
return price > limit`, want: `var limit float64
price := data.Ticker.LastPrice
if price > 0.5 {
	limit = 0.75
	_ = limit
} else {
	limit = 2.0
	_ = limit
}
return price > limit`},
		{name: "declared in a loop", code: `for _, k := range data.Klines["5m"] {
	highest := k.High
	_ = highest
}
return highest > 250`, want: `var highest float64
for _, k := range data.Klines["5m"] {
	highest = k.High
	_ = highest
}
return highest > 250`},
		{name: "of different kinds", code: `if data.Ticker.LastPrice > 0.5 {
	limit := 1.5
	_ = limit
} else {
	limit := "none"
	_ = limit
}
return limit > 1`},
	})
}

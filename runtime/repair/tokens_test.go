package repair

import "testing"

func TestForeignWordsBecomeThoseOfGo(t *testing.T) {
	t.Parallel()
	checkRule(t, "foreign-words", []repairCase{
		{name: "words for signs", code: `price := data.Ticker.LastPrice
if price > 0.5 and not (price > 5) or data.Symbol == "BTCUSDT" {
	return true
}
return false`, want: `price := data.Ticker.LastPrice
if price > 0.5 && ! (price > 5) || data.Symbol == "BTCUSDT" {
	return true
}
return false`},
		{name: "signs of JavaScript", code: `const price = data.Ticker.LastPrice;
let symbol = 'TESTUSDT';
return price !== 0 && data.Symbol === symbol;`, want: `price := data.Ticker.LastPrice;
symbol := "TESTUSDT";
return price != 0 && data.Symbol == symbol;`},
		{name: "optional chaining", code: "return data.Ticker?.LastPrice > 0.5;", want: "return data.Ticker.LastPrice > 0.5;"},
		{name: "elseif and a counter before its name", code: `n := 0
if data.Ticker.LastPrice > 100 {
	n = 5
} elif data.Ticker.LastPrice > 0.5 {
	++n
}
return n == 1`, want: `n := 0
if data.Ticker.LastPrice > 100 {
	n = 5
} else if data.Ticker.LastPrice > 0.5 {
	n++
}
return n == 1`},
		{name: "comparison the wrong way round", code: `price := data.Ticker.LastPrice
return price => 1 && price =< 1`, want: `price := data.Ticker.LastPrice
return price >= 1 && price <= 1`},
		{name: "not equal as in SQL", code: `return data.Symbol <> "BTCUSDT" AND data.Ticker.LastPrice > 0.5`, want: `return data.Symbol != "BTCUSDT" && data.Ticker.LastPrice > 0.5`},
		{name: "words within a text stay", code: `if data.Symbol == "this and that" or data.Ticker.LastPrice > 0.5 {
	return true
}
return false`, want: `if data.Symbol == "this and that" || data.Ticker.LastPrice > 0.5 {
	return true
}
return false`},
		{name: "a name that is a word elsewhere stays", code: `or := 1
and := or + 1
return and == 2 && data.Ticker.LastPrice > 0.5 }`, kept: "and := or + 1"},
	})
}

func TestTypographicCharactersBecomeThoseOfCode(t *testing.T) {
	t.Parallel()
	checkRule(t, "typographic-characters", []repairCase{
		{name: "curly quotes", code: `klines := data.Klines[“5m”]
return len(klines) > 20`, want: `klines := data.Klines["5m"]
return len(klines) > 20`},
		{name: "signs of mathematics", code: `price := data.Ticker.LastPrice
return price ≥ 1 && price ≤ 2 && price − 1 < 5 × 2`, want: `price := data.Ticker.LastPrice
return price >= 1 && price <= 2 && price - 1 < 5 * 2`},
		{name: "entities of HTML", code: "return data.Ticker.LastPrice &gt; 0.5 &amp;&amp; data.Symbol != &quot;BTCUSDT&quot;", want: `return data.Ticker.LastPrice > 0.5 && data.Symbol != "BTCUSDT"`},
		{name: "an arrow that stands for nothing", code: `price := data.Ticker.LastPrice
return price → 5`},
		{name: "quotes of a text that is compared stay where code is broken elsewhere", code: `note := "don’t"
if data.Ticker.LastPrice > 0.5 and note != "" {
	return true
}
return false`, kept: `note := "don’t"`},
		{name: "a space that does not break", code: "price :=\u00a0data.Ticker.LastPrice\nreturn price > 0.5", want: `price := data.Ticker.LastPrice
return price > 0.5`},
	})
}

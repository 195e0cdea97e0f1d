package repair

import "testing"

func TestUnclosedBlocksAreClosed(t *testing.T) {
	t.Parallel()
	checkRule(t, "unclosed-block", []repairCase{
		{name: "cut off after a statement", code: `klines := data.Klines["5m"]
if len(klines) < 50 {
	return false
}
last := klines[len(klines)-1]
if last.Close > last.Open {
	return true`, want: `klines := data.Klines["5m"]
if len(klines) < 50 {
	return false
}
last := klines[len(klines)-1]
if last.Close > last.Open {
	return true
}
return false`},
		{name: "cut off within an expression", code: `klines := data.Klines["5m"]
if len(klines) > 20 {
	return klines[0].Close >`},
		{name: "cut off before any answer was given", code: `rising := 0
for i, k := range data.Klines["5m"] {
	if i > 0 && k.Close > k.Open {
		rising++`},
		{name: "cut off after two calls' brackets", code: `klines := data.Klines["5m"]
if len(klines) < 20 {
	return false
}
return (len(klines) > 20 && (klines[0].Close > 0.5`, want: `klines := data.Klines["5m"]
if len(klines) < 20 {
	return false
}
return (len(klines) > 20 && (klines[0].Close > 0.5))`},
	})
}

func TestSurplusBracesAreRemoved(t *testing.T) {
	t.Parallel()
	checkRule(t, "surplus-brace", []repairCase{
		{name: "end of a function whose start is gone", code: `klines := data.Klines["5m"]
return len(klines) > 20
}`, want: `klines := data.Klines["5m"]
return len(klines) > 20`},
		{name: "one closing too many in the middle", code: `klines := data.Klines["5m"]
if len(klines) < 20 {
	return false
}
}
return klines[len(klines)-1].Close > 100`, want: `klines := data.Klines["5m"]
if len(klines) < 20 {
	return false
}

return klines[len(klines)-1].Close > 100`},
		{name: "what is declared beside the function is refused", code: `return true
}
func init() {
	for {
	}`},
	})
}

func TestOpenBracketsOfConditionsAreClosed(t *testing.T) {
	t.Parallel()
	checkRule(t, "open-bracket", []repairCase{
		{name: "bracket left open", code: `price := data.Ticker.LastPrice
if (price > 5 && price < 10 {
	return true
}
return false`, want: `price := data.Ticker.LastPrice
if (price > 5 && price < 10) {
	return true
}
return false`},
		{name: "bracket closed twice", code: `price := data.Ticker.LastPrice
if (price > 5) || price < 2) {
	return true
}
return false`, want: `price := data.Ticker.LastPrice
if (price > 5) || price < 2 {
	return true
}
return false`},
		{name: "two brackets left open", code: `price := data.Ticker.LastPrice
if ((price > 5 && price < 10 {
	return true
}
return false`},
		{name: "a bracket of a call that goes on below stays", code: `ma := indicators.CalculateMA(
	data.Klines["5m"],
	20)
return ma != nil && *ma > 0.5 }`, kept: "indicators.CalculateMA("},
		{name: "a text with a bracket stays", code: `note := "(open"
return data.Ticker.LastPrice > 0.5 && len(note) == 5 }`, kept: `note := "(open"`},
	})
}

func TestAssignmentsInConditionsCompare(t *testing.T) {
	t.Parallel()
	checkRule(t, "assignment-as-condition", []repairCase{
		{name: "single sign in a condition", code: `trend := "down"
if data.Ticker.LastPrice > 0.5 {
	trend = "up"
}
if trend = "up" {
	return true
}
return false`, want: `trend := "down"
if data.Ticker.LastPrice > 0.5 {
	trend = "up"
}
if trend == "up" {
	return true
}
return false`},
		{name: "in one part of a condition", code: `pattern := indicators.DetectEngulfingPattern(data.Klines["5m"])
if data.Ticker.LastPrice > 0 && pattern = "bullish" {
	return true
}
return false`, want: `pattern := indicators.DetectEngulfingPattern(data.Klines["5m"])
if data.Ticker.LastPrice > 0 && pattern == "bullish" {
	return true
}
return false`},
		{name: "an assignment before the condition stays", code: `n := 0
if n = len(data.Klines["5m"]); n > 20 {
	return true
}
else {
	return false
}`, kept: `if n = len(data.Klines["5m"]); n > 20 {`},
	})
}

func TestLinesAreBrokenBehindWhatGoesOn(t *testing.T) {
	t.Parallel()
	checkRule(t, "line-breaks", []repairCase{
		{name: "else below its brace", code: `price := data.Ticker.LastPrice
if price > 5 {
	return true
}
else {
	return price > 0.5
}`, want: `price := data.Ticker.LastPrice
if price > 5 {
	return true
} else {
	return price > 0.5
}`},
		{name: "else if below its brace", code: `price := data.Ticker.LastPrice
if price > 5 {
	return true
}
else if price > 0.5 {
	return data.Symbol == "TESTUSDT"
}
return false`, want: `price := data.Ticker.LastPrice
if price > 5 {
	return true
} else if price > 0.5 {
	return data.Symbol == "TESTUSDT"
}
return false`},
		{name: "brace on a line of its own", code: `for i := 0; i < 3; i++
{
	if data.Ticker.LastPrice > 5
	{
		return true
	}
}
return false`, want: `for i := 0; i < 3; i++ {
	if data.Ticker.LastPrice > 5 {
		return true
	}
}
return false`},
		{name: "operators at the beginning of lines", code: `price := data.Ticker.LastPrice
return price > 0.5
	&& price < 5
	|| data.Symbol == "BTCUSDT"`, want: `price := data.Ticker.LastPrice
return price > 0.5 &&
	price < 5 ||
	data.Symbol == "BTCUSDT"`},
		{name: "an else without an if", code: `return true
else {
	return false
}`},
		{name: "a block that stands alone", code: `n := 1
{
	n = 2
}
return n == 2 && data.Ticker.LastPrice > 0.5 }`, kept: `n := 1
{`},
	})
}

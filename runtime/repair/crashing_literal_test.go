package repair

import (
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

func TestCrashingLiteralsAreComputedBefore(t *testing.T) {
	t.Parallel()
	checkRule(t, "crashing-literal", []repairCase{
		{name: "closes of candles", code: `klines := data.Klines["5m"]
prices := []float64{klines[0].Close, 2}
return prices[0] > prices[1]-2`, want: `klines := data.Klines["5m"]
if len(klines) < 1 {
	return false // too few candles
}
element1 := klines[0].Close
prices := []float64{element1, 2}
return prices[0] > prices[1]-2`},
		{name: "two computed values", code: `klines := data.Klines["5m"]
if len(klines) < 2 {
	return false
}
closes := []float64{klines[0].Close, klines[1].Close}
return closes[1] > closes[0]`, want: `klines := data.Klines["5m"]
if len(klines) < 2 {
	return false
}
element1 := klines[0].Close
element2 := klines[1].Close
closes := []float64{element1, element2}
return closes[1] > closes[0]`},
		{name: "within a block", code: `for _, tf := range []string{"5m"} {
	klines := data.Klines[tf]
	pair := []float64{klines[0].Open, klines[0].Close}
	if pair[1] > pair[0] {
		return true
	}
}
return false`, want: `for _, tf := range []string{"5m"} {
	klines := data.Klines[tf]
	if len(klines) < 1 {
		return false // too few candles
	}
	element1 := klines[0].Open
	element2 := klines[0].Close
	pair := []float64{element1, element2}
	if pair[1] > pair[0] {
		return true
	}
}
return false`},
		{name: "a literal that compiles stays", code: `price := data.Ticker.LastPrice
pair := []float64{price, price * 2}
return math.Abs(pair[1]) > 1`, kept: "pair := []float64{price, price * 2}"},
	})
}

func TestRangesOverNumbersCount(t *testing.T) {
	t.Parallel()
	checkRule(t, "range-over-number", []repairCase{
		{name: "counts to ten", code: `sum := 0
for i := range 10 {
	sum += i
}
return sum == 45`, want: `sum := 0
for i := 0; i < 10; i++ {
	sum += i
}
return sum == 45`},
		{name: "without a variable", code: `n := 0
for range 3 {
	n++
}
return n == 3`, want: `n := 0
for turn := 0; turn < 3; turn++ {
	n++
}
return n == 3`},
		{name: "length of a list", code: `klines := data.Klines["5m"]
count := 0
for i := range len(klines) {
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
		{name: "a list is ranged over as it is", code: `count := 0
for i := range data.Klines["5m"] {
	count += i
}
return math.Abs(float64(count)) > 10`, kept: `for i := range data.Klines["5m"] {`},
		{name: "a bound that changes within is read once", code: `n := 3
turns := 0
for i := range n {
	n = 5
	turns += i
}
return turns == 3`},
	})
}

func TestWrongAssertionsAreConverted(t *testing.T) {
	t.Parallel()
	checkRule(t, "wrong-assertion", []repairCase{
		{name: "number of a table", code: `levels := map[string]interface{}{"limit": 70.0}
limit := levels["limit"].(int)
return limit > 60`, want: `levels := map[string]interface{}{"limit": 70.0}
limit := int(levels["limit"].(float64))
return limit > 60`},
		{name: "whole number of a table", code: `options := map[string]interface{}{"period": 14}
period := options["period"].(float64)
return period > 10`, want: `options := map[string]interface{}{"period": 14}
period := float64(options["period"].(int))
return period > 10`},
		{name: "a text is no number", code: `options := map[string]interface{}{"period": "14"}
period := func() float64 {
	return options["period"].(float64)
}
return period() > 10`},
	})
}

func TestUncheckedAssertionsSayNo(t *testing.T) {
	t.Parallel()
	checkRule(t, "unchecked-assertion", []repairCase{
		{name: "value that may be missing", candles: []int{250, 0}, code: `levels := map[string]interface{}{}
if len(data.Klines["5m"]) > 0 {
	levels["close"] = data.Klines["5m"][0].Close
}
close := levels["close"].(float64)
return close > 0.5`, want: `levels := map[string]interface{}{}
if len(data.Klines["5m"]) > 0 {
	levels["close"] = data.Klines["5m"][0].Close
}
close, closeKnown := levels["close"].(float64)
if !closeKnown {
	return false // not known
}
return close > 0.5`},
		{name: "text that may be missing", candles: []int{250, 0}, component: source.Series, code: `notes := map[string]interface{}{}
if len(data.Klines["5m"]) > 0 {
	notes["name"] = data.Symbol
}
name := notes["name"].(string)
return map[string]interface{}{"name": name}`, want: `notes := map[string]interface{}{}
if len(data.Klines["5m"]) > 0 {
	notes["name"] = data.Symbol
}
name, nameKnown := notes["name"].(string)
if !nameKnown {
	return map[string]interface{}{} // not known
}
return map[string]interface{}{"name": name}`},
		{name: "a value of another type for every market", code: `options := map[string]interface{}{"period": "14"}
period := options["period"].(float64)
return period > 10`},
		{name: "within a closure", candles: []int{250, 0}, code: `levels := map[string]interface{}{}
if len(data.Klines["5m"]) > 0 {
	levels["close"] = data.Klines["5m"][0].Close
}
read := func() float64 {
	close := levels["close"].(float64)
	return close
}
return read() > 0.5`},
	})
}

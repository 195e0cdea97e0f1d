package repair

import (
	"strings"
	"testing"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
)

// A closure that cannot compute gives some value; the filter has to say no all the same, whatever it makes of it.
func TestGuardsInClosuresMakeTheFilterSayNo(t *testing.T) {
	t.Parallel()
	const klines = "klines := data.Klines[\"5m\"]\n"
	for name, code := range map[string]string{
		"a yes or no that is negated":    klines + "above := func() bool {\n\treturn klines[len(klines)-20].Close > 5\n}\nreturn !above()",
		"a number that is small":         klines + "price := func(back int) float64 {\n\treturn klines[len(klines)-back].Close\n}\nreturn price(20) < 1000",
		"a pointer that is nil":          klines + "ma := func() *float64 {\n\tvalue := klines[len(klines)-20].Close\n\treturn &value\n}\nreturn ma() == nil || *ma() > 5",
		"a list that is empty":           klines + "recent := func() []types.Kline {\n\treturn klines[len(klines)-20:]\n}\nreturn len(recent()) >= 0",
		"a text that is empty":           klines + "trend := func() string {\n\tif klines[len(klines)-20].Close > 5 {\n\t\treturn \"up\"\n\t}\n\treturn \"down\"\n}\nreturn trend() != \"sideways\"",
		"two results":                    klines + "both := func() (float64, bool) {\n\treturn klines[len(klines)-20].Close, true\n}\nprice, ok := both()\nreturn price < 1000 || ok",
		"named results":                  klines + "both := func() (low, high float64) {\n\tlow = klines[len(klines)-20].Low\n\thigh = klines[len(klines)-20].High\n\treturn\n}\nlow, high := both()\nreturn low <= high",
		"no result":                      klines + "high := 0.0\nscan := func() {\n\thigh = klines[len(klines)-20].High\n}\nscan()\nreturn high >= 0",
		"a candle":                       klines + "at := func(i int) types.Kline {\n\treturn klines[len(klines)-i]\n}\nreturn at(20).Close < 1000",
		"a closure within a closure":     klines + "outer := func() bool {\n\tinner := func() float64 {\n\t\treturn klines[len(klines)-20].Close\n\t}\n\treturn inner() < 1000\n}\nreturn outer()",
		"an answer in a branch":          klines + "low := func() bool {\n\treturn klines[len(klines)-20].Close > 5\n}\nif low() {\n\treturn false\n}\nreturn true",
		"an answer in a loop":            klines + "at := func(i int) float64 {\n\treturn klines[len(klines)-i].Close\n}\nfor i := 20; i < 22; i++ {\n\tif at(i) < 1000 {\n\t\treturn true\n\t}\n}\nreturn false",
		"an answer of several parts":     klines + "at := func(i int) float64 {\n\treturn klines[len(klines)-i].Close\n}\nreturn at(20) < 1000 || at(1) > 0",
		"nil of an indicator":            klines + "above := func(n int) bool {\n\tma := indicators.CalculateMA(klines, n)\n\treturn klines[len(klines)-1].Close > *ma\n}\nreturn !above(50)",
		"nothing to divide by":           klines + "n := len(klines) / 100\nshare := func() int {\n\treturn 100 / n\n}\nreturn share() < 1000",
		"a stop of its own":              klines + "need := func(n int) int {\n\tif len(klines) < n {\n\t\tpanic(\"too few\")\n\t}\n\treturn n\n}\nreturn need(20) >= 0",
		"a switch":                       klines + "at := func(i int) float64 {\n\treturn klines[len(klines)-i].Close\n}\nswitch {\ncase at(20) < 1000:\n\treturn true\ndefault:\n\treturn at(1) > 0\n}",
		"a closure in a closure's place": klines + "check := func(test func(int) bool) bool {\n\treturn !test(20)\n}\nreturn check(func(i int) bool {\n\treturn klines[len(klines)-i].Close > 1000\n})",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			short, long := []sandbox.Input{market{10, nil}}, []sandbox.Input{market{250, nil}}
			result := repairFilter(t, code, append(short, long...))
			if !result.Sound || !strings.Contains(result.Code, incomplete+" = true") {
				t.Fatalf("%v, %q\n%s", result.Applied, result.Reason, result.Code)
			}
			if got := sandbox.Run(result.Code, source.Filter, short, limits(source.Filter))[0]; got.Matched || got.Failure != nil {
				t.Errorf("says yes with too few candles, or fails: %+v\n%s", got, result.Code)
			}
			before, after := sandbox.Run(code, source.Filter, long, limits(source.Filter))[0], sandbox.Run(result.Code, source.Filter, long, limits(source.Filter))[0]
			if before.Failure != nil || before.Matched != after.Matched {
				t.Errorf("answered %v, now %v with enough candles\n%s", before.Matched, after.Matched, result.Code)
			}
		})
	}
}

func TestGuardsInClosuresOfSeriesCodeGiveNothing(t *testing.T) {
	t.Parallel()
	code := `klines := data.Klines["5m"]
closeAt := func(back int) float64 {
	return klines[len(klines)-back].Close
}
return map[string]interface{}{"now": closeAt(1), "before": closeAt(20)}`
	want := `incomplete := false
klines := data.Klines["5m"]
closeAt := func(back int) float64 {
	if len(klines) < back {
		incomplete = true // too few candles
		return 0
	}
	return klines[len(klines)-back].Close
}
answer := map[string]interface{}{"now": closeAt(1), "before": closeAt(20)}
if incomplete {
	return map[string]interface{}{}
}
return answer`
	inputs := []sandbox.Input{market{10, nil}, market{250, nil}}
	result := repaired(t, code, source.Series, inputs)
	if result.Code != want || !result.Sound {
		t.Fatalf("sound %t, %q, got\n%s", result.Sound, result.Reason, result.Code)
	}
	if got := sandbox.Run(result.Code, source.Series, inputs, limits(source.Series)); len(got[0].Series) != 0 || got[1].Series["now"] != 250.0 {
		t.Errorf("got %v and %v", got[0].Series, got[1].Series)
	}
}

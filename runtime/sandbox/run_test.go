package sandbox

import (
	"reflect"
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

func TestRunGivesTheVerdict(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		`return data.Klines["5m"][2].Close == 3`:                            true,
		`return *indicators.CalculateMA(data.Klines["5m"], 2) > 10`:         false,
		`n := 0; for range data.Klines["5m"] { n++ }; return n == 10`:       true,
		`f := func(x int) int { return x * 2 }; return f(f(1)) == 4`:        true,
		"n := 0\nagain:\nn++\nif n < 5 {\n goto again\n}\nreturn n == 5":    true,
		"outer:\nfor {\n for {\n break outer\n }\n}\nreturn true":           true,
		`switch data.Symbol { case "TESTUSDT": return true }; return false`: true,
		`var k types.Kline; k.Close = 2; return k.Close > 1`:                true,
	} {
		if result := runOnce(t, code, 10); result.Failure != nil || result.Matched != want {
			t.Errorf("%s\nmatched %t, failure %v, want %t", code, result.Matched, result.Failure, want)
		}
	}
}

// The messages are those of the executor's interpreter, word for word.
func TestRuntimeFailures(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		code, class, message string
		line                 int
	}{
		{"ma := indicators.CalculateMA(data.Klines[\"5m\"], 20)\nreturn *ma > 1", "nil_pointer",
			"reflect: call of reflect.Value.Float on zero Value", 2},
		{"m := indicators.GetLatestMACD(data.Klines[\"5m\"], 12, 26, 9)\n\nreturn m.MACD > 1", "nil_pointer",
			"reflect: call of reflect.Value.Field on zero Value", 3},
		{"return data.Klines[\"1h\"][0].Close > 1", "out_of_range", "reflect: slice index out of range", 1},
		{"k := data.Klines[\"5m\"]\nreturn len(k[len(k)-20:]) > 1", "out_of_range",
			"reflect.Value.Slice: slice index out of bounds", 2},
		{"n := -1\nreturn len(make([]int, n)) > 1", "out_of_range", "reflect.MakeSlice: negative len", 2},
		{"var m map[string]int\nm[\"a\"] = 1\nreturn true", "nil_map", "assignment to entry in nil map", 2},
		{"n := 0\nif true {\n\tn = 1 / n\n}\nreturn true", "divide_by_zero", "runtime error: integer divide by zero", 3},
		{"var f func() bool\nreturn f()", "nil_pointer", "reflect.Value.Call: call of nil function", 2},
		{"panic(\"boom\")", "panic", "boom", 1},
	} {
		want := Failure{Class: Runtime, Code: test.class, Message: test.message, Line: test.line}
		if result := runOnce(t, test.code, 10); result.Failure == nil || *result.Failure != want {
			t.Errorf("%s\ngot %+v, want %+v", test.code, result.Failure, want)
		}
	}
}

func TestHostileCodeEndsWithinItsBudget(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		code  string
		class Class
	}{
		{"for {}", Timeout},
		{"for i := 0; i < 10; {}\nreturn true", Timeout},
		{"for true {}\nreturn true", Timeout},
		{"outer:\nfor {\n for {\n continue outer\n }\n}", Timeout},
		{"again:\ngoto again", Timeout},
		{"again:\nn := 1\n_ = n\ngoto again", Timeout},
		{"for i := 0; i < 1000000; i++ { for j := 0; j < 1000000; j++ { for k := 0; k < 1000000; k++ {} } }\nreturn true", Timeout},
		{"func() { for {} }()\nreturn true", Timeout},
		{"defer func() { for {} }()\nreturn true", Timeout},
		{"x := []func(){func() { for {} }}\nx[0]()\nreturn true", Timeout},
		{"switch { case true: for {} }\nreturn true", Timeout},
		{`for { indicators.CalculateBollingerBands(data.Klines["5m"], 50, 2) }`, Timeout},
		{"var f func(int) int\nf = func(x int) int { return f(x + 1) + 1 }\nreturn f(1) > 0", Memory},
		{"var f, g func()\nf = func() { g() }\ng = func() { f() }\nf()\nreturn true", Memory},
		{"return evaluate(data)", Memory},
	} {
		if result := runOnce(t, test.code, 60); result.Failure == nil || result.Failure.Class != test.class {
			t.Errorf("%s\ngot %+v, want class %s", test.code, result.Failure, test.class)
		}
	}
}

func TestRunsDoNotSeeEachOther(t *testing.T) {
	t.Parallel()
	code := "k := data.Klines[\"5m\"]\nseen := k[0].Close\nk[0].Close = 99\ndata.Klines[\"5m\"] = nil\ndata.Ticker = nil\nreturn seen == 99"
	for _, result := range Run(code, source.Filter, []Input{market{10}, market{10}}, DefaultLimits(source.Filter)) {
		if result.Failure != nil || result.Matched {
			t.Errorf("got %+v", result)
		}
	}
}

func TestRunsAreDeterministic(t *testing.T) {
	t.Parallel()
	code := "n := 0\nfor i, k := range data.Klines[\"5m\"] { if k.Close > 5 { n += i } }\nreturn n > 10"
	first, second := runOnce(t, code, 60), runOnce(t, code, 60)
	if first.Steps == 0 || !reflect.DeepEqual(first, second) {
		t.Errorf("%+v and %+v differ", first, second)
	}
}

func TestSeriesBecomePlainValues(t *testing.T) {
	t.Parallel()
	code := `zero := 0.0
return map[string]interface{}{"list": []float64{1, zero / zero}, "n": 3, "deep": map[string]interface{}{"ok": true}, "f": func() {}}`
	result := Run(code, source.Series, []Input{market{10}}, DefaultLimits(source.Series))[0]
	want := map[string]any{"list": []any{1.0, nil}, "n": int64(3), "deep": map[string]any{"ok": true}, "f": nil}
	if result.Failure != nil || !reflect.DeepEqual(result.Series, want) {
		t.Errorf("got %v %+v, want %v", result.Series, result.Failure, want)
	}
}

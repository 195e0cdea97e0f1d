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
		got := runOnce(t, test.code, 10).Failure
		if got == nil || got.Class != Runtime || got.Code != test.class || got.Message != test.message || got.Line != test.line {
			t.Errorf("%s\ngot %+v, want %s %q on line %d", test.code, got, test.class, test.message, test.line)
		}
	}
}

// The line is that of the failing statement also where closures, chains of ifs and switches are in between.
func TestFailuresNameTheirStatement(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		code string
		line int
	}{
		{"var p *float64\nf := func() int {\n\treturn 1\n}\nx := f() > 0 &&\n\t*p > 1\nreturn x", 5},
		{"f := func() float64 {\n\tk := data.Klines[\"1h\"]\n\treturn k[3].Close\n}\nreturn f() > 1", 3},
		{"x := 1\nif x > 2 {\n\tx = 3\n} else if data.Klines[\"1h\"][0].Close > 1 {\n\tx = 4\n}\nreturn true", 4},
		{"var p *float64\nswitch {\ncase *p > 1:\n\treturn true\n}\nreturn false", 2},
		{"k := data.Klines[\"5m\"]\nn := 0\nfor i := 0; k[i].Close > 0; i++ {\n\tn++\n}\nreturn n > 0", 3},
		{"for i := 0; i < 3; i++ {\n\tif i == 2 {\n\t\tpanic(i)\n\t}\n}\nreturn true", 3},
		{"f := func(n int) {\n\tif n == 0 {\n\t\treturn\n\t}\n}\nf(1)\nvar m map[string]int\nm[\"a\"] = 1\nreturn true", 8},
	} {
		if got := runOnce(t, test.code, 10).Failure; got == nil || got.Class != Runtime || got.Line != test.line {
			t.Errorf("%s\ngot %+v, want line %d", test.code, got, test.line)
		}
	}
}

func TestFailuresTellTheValuesThatMatter(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		code string
		want []Value
	}{
		{"k := data.Klines[\"5m\"]\nn := 20\nreturn k[len(k)-n].Close > 1", []Value{{"len(k)", "10"}, {"n", "20"}}},
		{"ma := indicators.CalculateMA(data.Klines[\"5m\"], 20)\nlast := 1.5\nreturn last > *ma", []Value{{"last", "1.5"}, {"ma", "nil"}}},
		{"return data.Klines[\"1h\"][0].Close > 1", []Value{{`len(data.Klines["1h"])`, "0"}}},
		{"bb := indicators.GetLatestBollingerBands(data.Klines[\"5m\"], 20, 2)\nreturn bb.Upper > 1", []Value{{"bb", "nil"}}},
		{"a := []int{1}\nx := 0\nfor i := 0; i < 9; i++ {\n\tx += a[i]\n}\nreturn x > 0", []Value{{"x", "1"}, {"len(a)", "1"}, {"i", "1"}}},
	} {
		got := runOnce(t, test.code, 10).Failure
		if got == nil || !reflect.DeepEqual(got.Values, test.want) {
			t.Errorf("%s\ngot %+v, want %v", test.code, got, test.want)
		}
	}
}

func TestRangesOverMapsGoByTheirKeys(t *testing.T) {
	t.Parallel()
	code := "m := map[string]int{\"d\": 4, \"a\": 1, \"c\": 3, \"b\": 2}\ns := \"\"\nfor k, v := range m {\n\tif v == 3 {\n\t\tcontinue\n\t}\n\ts += k\n}\nouter:\nfor k := range m {\n\tfor {\n\t\ts += k\n\t\tbreak outer\n\t}\n}\nreturn s == \"abda\""
	for range 20 {
		if result := runOnce(t, code, 10); result.Failure != nil || !result.Matched {
			t.Fatalf("got %+v", result)
		}
	}
}

func TestRecoverWorksAsItDoesInTheExecutor(t *testing.T) {
	t.Parallel()
	code := "f := func() (ok bool) {\n\tdefer func() {\n\t\tif recover() != nil {\n\t\t\tok = true\n\t\t}\n\t}()\n\tpanic(\"x\")\n}\nreturn f()"
	if result := runOnce(t, code, 10); result.Failure != nil || !result.Matched {
		t.Errorf("got %+v", result)
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

package sandbox

import (
	"strings"
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

// The messages are those of the executor's interpreter, word for word; places are in the user's own code.
func TestCheckReportsTheFirstTypeError(t *testing.T) {
	t.Parallel()
	const noSymbol = `package indicators "github.com/vyx/go-screener/pkg/indicators" has no symbol GetLatestMA`
	for _, test := range []struct {
		code, kind, message string
		line                int
	}{
		{`return *indicators.GetLatestMA(data.Klines["5m"], 20) > 1`, "unknown_function", noSymbol, 1},
		{"x := 1\n\nreturn math.Abs(x) > 1", "undefined_name", "undefined: math", 3},
		{"return max(1, 2) > 1", "undefined_name", "undefined: max", 1},
		{`return indicators.CalculateMA(data.Klines["5m"]) != nil`, "wrong_arity",
			"not enough arguments in call to indicators.CalculateMA", 1},
		{`a, b := indicators.CalculateMA(data.Klines["5m"], 3)`, "assignment_mismatch",
			"assignment mismatch: 2 variables but indicators.CalculateMA returns 1 values", 1},
		{`return indicators.GetLatestRSI(data.Klines["5m"], 14) > 70`, "type_mismatch",
			"invalid operation: mismatched types *float64 and untyped int", 1},
		{"s := indicators.CalculateStochastic(nil, 14, 3)\nreturn s.K[len(s.K)-1] > 1", "type_mismatch", "invalid argument for len", 2},
		{"return 5", "type_mismatch", "cannot use 5 (type intT) as type boolT in return argument", 1},
		{"var r indicators.RSIResult\nreturn len(r.Values) > 0", "undefined_field",
			"undefined selector github.com/vyx/go-screener/pkg/indicators.RSIResult", 1},
	} {
		failures := Check(test.code, source.Filter)
		if len(failures) != 1 {
			t.Errorf("%s\ngot %+v", test.code, failures)
			continue
		}
		got := failures[0]
		if got.Class != Compile || got.Code != test.kind || got.Message != test.message || got.Line != test.line {
			t.Errorf("%s\ngot %+v, want %s %q on line %d", test.code, got, test.kind, test.message, test.line)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	for code, kind := range map[string]string{
		"":                               "empty_code",
		" \n\t":                          "empty_code",
		"return true\x00":                "not_text",
		"\xff\xfe":                       "not_text",
		strings.Repeat("x := 1\n", 10e3): "code_too_long",
		"return " + strings.Repeat("(", 10_000) + "true" + strings.Repeat(")", 10_000): "nested_too_deeply",
		"return " + strings.Repeat("!", 10_000) + "true":                               "nested_too_deeply",
		"return true\n}\nfunc init() {\n\tfor {}\n":                                    "outside_function",
		"return true\n}\nvar x = func() bool {\n\treturn true\n}()\nfunc f() {":        "outside_function",
		"go func() {}()\nreturn true":                                                  "goroutine",
		"select {}":                                                                    "channel",
		"c := make(chan int)\nreturn <-c == 1":                                         "channel",
		"import \"os\"\nreturn true":                                                   "syntax",
		"return os.Getenv(\"HOME\") != \"\"":                                           "undefined_name",
	} {
		failures := Check(code, source.Filter)
		if len(failures) == 0 || failures[0].Code != kind {
			t.Errorf("%.60q: got %+v, want %s", code, failures, kind)
		}
	}
}

func TestCheckReportsEverySyntaxError(t *testing.T) {
	t.Parallel()
	failures := Check("x := 1 1\nreturn x 2\nreturn true", source.Filter)
	if len(failures) != 2 || failures[0].Line != 1 || failures[1].Line != 2 || failures[0].Column != 8 {
		t.Errorf("got %+v", failures)
	}
}

func TestCheckReportsACrashOfTheInterpreterWithItsLine(t *testing.T) {
	t.Parallel()
	for code, line := range map[string]int{
		"return []float64{data.Klines[\"5m\"][0].Close}[0] > 1":                              1,
		"x := 1\n\nfor i := range 10 {\n\tif i > x {\n\t\treturn true\n\t}\n}\nreturn false": 3,
		"k := data.Klines[\"5m\"]\nprices := []float64{k[0].Close, 2}\nreturn prices[0] > 1": 2,
	} {
		failures := Check(code, source.Filter)
		if len(failures) != 1 || failures[0].Code != "interpreter_crash" || failures[0].Line != line || failures[0].Explanation == "" {
			t.Errorf("%s\ngot %+v, want line %d", code, failures, line)
		}
	}
}

func TestCheckReportsACrashOnCodeThatEndsInALabel(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"klines :Klines[\"5m\"]\nrsi :", "x := []float64{data.Klines[\"5m\"][0].Close}\ny :"} {
		if failures := Check(code, source.Filter); len(failures) == 0 {
			t.Errorf("%q: got no failure", code)
		}
	}
}

func TestFailuresAreExplained(t *testing.T) {
	t.Parallel()
	got := Check("x := 1\nreturn *indicators.GetLatestMA(nil, x) > 1", source.Filter)
	if len(got) != 1 || got[0].Source != "return *indicators.GetLatestMA(nil, x) > 1" || !strings.Contains(got[0].Explanation, "GetLatestMA") {
		t.Errorf("got %+v", got)
	}
	for _, known := range codes {
		if explanations[known.code].plain == "" {
			t.Errorf("nothing explains %s", known.code)
		}
	}
}

func TestCheckAcceptsSeriesCode(t *testing.T) {
	t.Parallel()
	if failures := Check(`return map[string]interface{}{"a": 1}`, source.Series); len(failures) > 0 {
		t.Errorf("got %+v", failures)
	}
}

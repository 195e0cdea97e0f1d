package warnings

import (
	"go/token"
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

func of(t *testing.T, code string) []Warning {
	t.Helper()
	program, problems := source.Parse(token.NewFileSet(), code, source.Filter)
	if program == nil {
		t.Fatalf("%q: %+v", code, problems)
	}
	return Of(program)
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		code, warning string
		line          int
	}{
		{"if data.Symbol == \"A\" {\n\treturn true\n}", "missing_return", 3},
		{"x := 1\nfor x > 0 {\n\treturn true\n}", "missing_return", 4},
		{"switch data.Symbol {\ncase \"A\":\n\treturn true\n}", "missing_return", 4},
		{"f := func() bool {\n}\nreturn f()", "missing_return", 2},
		{"for {\n\tbreak\n}", "missing_return", 3},
		{"x := 1\nreturn true", "unused_variable", 1},
		{"x := 1\nx = 2\nreturn true", "unused_variable", 1},
		{"for i, k := range data.Klines[\"5m\"] {\n\treturn k.Close > 1\n}\nreturn false", "unused_variable", 1},
		{"k := data.Klines[\"5m\"]\nreturn k[-1].Close > 1", "negative_index", 2},
		{"v := indicators.CalculateVWAP(data.Klines[\"5m\"])\nreturn v != nil", "compared_with_nil", 2},
		{"x := 1.5\nif nil == x {\n\treturn true\n}\nreturn false", "compared_with_nil", 2},
		{"return len(data.Klines[\"5min\"]) > 1", "unknown_timeframe", 1},
		{"defer func() { recover() }()\nreturn true", "recover_used", 1},
	} {
		found := of(t, test.code)
		if len(found) != 1 || found[0].Code != test.warning || found[0].Line != test.line || found[0].Explanation == "" {
			t.Errorf("%q: got %+v, want %s on line %d", test.code, found, test.warning, test.line)
		}
	}
}

func TestSoundCodeGetsNoWarning(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		"return true",
		"for {\n}",
		"for {\n\tfor {\n\t\tbreak\n\t}\n}",
		"outer:\nfor {\n\tfor {\n\t\tcontinue outer\n\t}\n}",
		"if data.Symbol == \"A\" {\n\treturn true\n} else {\n\treturn false\n}",
		"switch {\ncase true:\n\tfallthrough\ndefault:\n\treturn false\n}",
		"panic(\"x\")",
		"x := 1\nx++\nreturn x > 1",
		"m := map[string]int{}\nm[\"a\"] = 1\nreturn true",
		"ma := indicators.CalculateMA(data.Klines[\"1d\"], 3)\nreturn ma != nil && *ma > 1",
		"n := 0\nf := func() { n = 1 }\nf()\nreturn n > 0",
		"var _ = data\nreturn data.Klines == nil",
	} {
		if found := of(t, code); len(found) != 0 {
			t.Errorf("%q: got %+v", code, found)
		}
	}
}

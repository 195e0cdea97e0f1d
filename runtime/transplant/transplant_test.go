package transplant

import (
	"strings"
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

func carry(code, donor, fixed string) Result {
	return Transplant(Request{code, donor, fixed, source.Filter})
}

const (
	donor   = "// theirs\nstrength := indicators.GetLatestRSI(data.Klines[\"5m\"], 14)\nreturn *strength < 30"
	guarded = "// theirs\nstrength := indicators.GetLatestRSI(data.Klines[\"5m\"], 14)\nif strength == nil { // theirs\n\treturn false\n}\nreturn *strength < 30"
)

func TestAChangeIsMadeInOurNamesFormattingAndBesideOurComments(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ code, donor, fixed, want string }{
		"a guard": {
			"rsi := indicators.GetLatestRSI(data.Klines[\"5m\"], 14) // hourly\n\n// oversold\nreturn *rsi < 30 // or lower\n", donor, guarded,
			"rsi := indicators.GetLatestRSI(data.Klines[\"5m\"], 14) // hourly\nif rsi == nil {\n\treturn false\n}\n\n// oversold\nreturn *rsi < 30 // or lower\n",
		},
		"a guard in code that is indented by spaces": {
			"  for _, r := range []int{14} {\n    rsi := indicators.GetLatestRSI(nil, r)\n    if *rsi > 1 { return true }\n  }\n  return false",
			"for _, n := range []int{14} {\n\tx := indicators.GetLatestRSI(nil, n)\n\tif *x > 1 {\n\t\treturn true\n\t}\n}\nreturn false",
			"for _, n := range []int{14} {\n\tx := indicators.GetLatestRSI(nil, n)\n\tif x == nil {\n\t\tcontinue\n\t}\n\tif *x > 1 {\n\t\treturn true\n\t}\n}\nreturn false",
			"  for _, r := range []int{14} {\n    rsi := indicators.GetLatestRSI(nil, r)\n    if rsi == nil {\n      continue\n    }\n    if *rsi > 1 { return true }\n  }\n  return false",
		},
		"a guard from code in one line": {
			"a := data.Klines[\"5m\"] // five\nreturn a[5].Close > 1 // high", "k := data.Klines[\"5m\"]; return k[5].Close > 1",
			"k := data.Klines[\"5m\"]; if len(k) < 6 { return false }; return k[5].Close > 1",
			"a := data.Klines[\"5m\"] // five\nif len(a) < 6 {\n\treturn false\n}\nreturn a[5].Close > 1 // high",
		},
		"new locals": {
			"v1 := data.Ticker.LastPrice\nreturn v1 > 1", "p := data.Ticker.LastPrice\nreturn p > 1",
			"secret := 2.0\nfor _, mine := range []int{3} {\n\tsecret += float64(mine)\n}\np := data.Ticker.LastPrice\nreturn p > 1 && p < secret",
			"v2 := 2.0\nfor _, v3 := range []int{3} {\n\tv2 += float64(v3)\n}\nv1 := data.Ticker.LastPrice\nreturn v1 > 1 && v1 < v2",
		},
		"names that are declared twice": {
			"p := 1\nreturn p > 0", "a := 1\nreturn a > 0", "var secret, secret int\na := 1\nreturn a > 0", "var v1, v2 int\np := 1\nreturn p > 0",
		},
		"a condition between lines of ours": {
			"p := data.Ticker.LastPrice\nreturn p > 1 && // cheap\n\tp < 5", "a := data.Ticker.LastPrice\nreturn a > 1 && a < 5",
			"a := data.Ticker.LastPrice\nreturn a > 1 && a != 3 && a < 5",
			"p := data.Ticker.LastPrice\nreturn p > 1 && // cheap\n\tp != 3 && p < 5",
		},
		"a statement that goes": {
			"a := 1.0 // one\nb := 2.0 // two\n// about the answer\nreturn a > 0", "x := 1.0\ny := 2.0\nreturn x > 0", "x := 1.0\nreturn x > 0",
			"a := 1.0 // one\n// about the answer\nreturn a > 0",
		},
		"an argument in a list with a comma at its end": {
			"rsi := indicators.GetLatestRSI(\n\tdata.Klines[\"5m\"], // five\n)\nreturn rsi != nil", "x := indicators.GetLatestRSI(data.Klines[\"5m\"])\nreturn x != nil",
			"x := indicators.GetLatestRSI(data.Klines[\"5m\"], 14)\nreturn x != nil",
			"rsi := indicators.GetLatestRSI(\n\tdata.Klines[\"5m\"], 14, // five\n)\nreturn rsi != nil",
		},
		"a declaration that moves": {
			"k := data.Klines[\"5m\"]\nn := len(k)\nreturn n > 1", "a := data.Klines[\"5m\"]\nb := len(a)\nreturn b > 1",
			"var b int\na := data.Klines[\"5m\"]\nif a != nil {\n\tb = 2\n}\nreturn b > 1",
			"var n int\nk := data.Klines[\"5m\"]\nif k != nil {\n\tn = 2\n}\nreturn n > 1",
		},
		"a name that hid the language's own": {
			"size := data.Klines[\"5m\"]\nn := len(size)\nreturn n > n(size)", "k := data.Klines[\"5m\"]\nlen := len(k)\nreturn len > len(k)",
			"k := data.Klines[\"5m\"]\ncount := len(k)\nreturn count > len(k)", "size := data.Klines[\"5m\"]\nn := len(size)\nreturn n > len(size)",
		},
		"code that cannot be read": {
			"k := data.Klines[\"5m\"] // five\nreturn len(k) > 1 && (k[0].Close > 2", "k := data.Klines[\"5m\"]\nreturn len(k) > 1 && (k[0].Close > 2",
			"k := data.Klines[\"5m\"]\nreturn len(k) > 1 && (k[0].Close > 2)", "k := data.Klines[\"5m\"] // five\nreturn len(k) > 1 && (k[0].Close > 2)",
		},
		"a raw text with carriage returns": {
			"a := `x\r\ny`\nreturn a == \"\"", "b := `x\r\ny`\nreturn b == \"\"", "b := `x\r\ny`\nreturn b != \"\"", "a := `x\r\ny`\nreturn a != \"\"",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if result := carry(test.code, test.donor, test.fixed); result.Applied != (test.want != "") || test.want != "" && result.Code != test.want {
				t.Errorf("applied %t, reason %q, got\n%s\nwant\n%s", result.Applied, result.Reason, result.Code, test.want)
			}
		})
	}
}

func TestWhatCannotBeCarriedOverIsRefusedWithItsReason(t *testing.T) {
	t.Parallel()
	const other = "rsi := indicators.GetLatestRSI(data.Klines[\"5m\"], 14)\nreturn *rsi < 30"
	with := func(condition string) string { return strings.Replace(guarded, "strength == nil", condition, 1) }
	many := func(name string) string { return name + " := 1\n" + strings.Repeat(name+" = "+name+" + 1\n", 3_000) }
	for name, test := range map[string]struct{ reason, code, donor, fixed string }{
		"another timeframe":                 {otherSyntax, strings.Replace(other, "5m", "1h", 1), donor, guarded},
		"other parentheses":                 {otherTokens, strings.Replace(other, "*rsi", "(*rsi)", 1), donor, guarded},
		"other names alone":                 {noChange, other, donor, strings.ReplaceAll(donor, "strength", "force")},
		"a text of theirs":                  {foreignText, other, donor, with("data.Symbol == \"theirs\"")},
		"a text of theirs that is a word":   {foreignText, other, donor, with("data.Symbol == \"Close\"")},
		"a rune of theirs":                  {foreignText, other, donor, with("int('t') == 2")},
		"fields of theirs":                  {foreignText, other, donor, with("(struct{ theirs int }{1}).theirs == 1")},
		"what is no code":                   {notEquivalent, other, donor, "theirs ? theirs : theirs"},
		"what does not compile":             {notEquivalent, other, donor, with("strength == 1 + nil")},
		"code that is too long":             {tooLarge, other, donor, donor + "\n//" + strings.Repeat(" ", maxCode)},
		"a change that is too long":         {tooLarge, many("a"), many("b"), strings.ReplaceAll(strings.ReplaceAll(many("b"), "b + 1", "1 + b"), "b = ", "b -= ")},
		"an outer name that ours has again": {notEquivalent, "a := 1\nif a > 0 {\n\ta := 2\n\treturn a > 1\n}\nreturn a > 0", "a := 1\nif a > 0 {\n\tb := 2\n\treturn b > 1\n}\nreturn a > 0", "a := 1\nif a > 0 {\n\tb := 2\n\treturn b > a\n}\nreturn a > 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if result := carry(test.code, test.donor, test.fixed); result.Applied || result.Reason != test.reason || result.Code != test.code {
				t.Errorf("applied %t, reason %q, want %q", result.Applied, result.Reason, test.reason)
			}
		})
	}
}

func TestATimeframeMayComeAlong(t *testing.T) {
	t.Parallel()
	result := carry("k := data.Klines[\"5min\"]\nreturn k != nil", "a := data.Klines[\"5min\"]\nreturn a != nil", "a := data.Klines[\"5m\"]\nreturn a != nil")
	if want := "k := data.Klines[\"5m\"]\nreturn k != nil"; !result.Applied || result.Code != want {
		t.Errorf("applied %t, reason %q, got %s", result.Applied, result.Reason, result.Code)
	}
}

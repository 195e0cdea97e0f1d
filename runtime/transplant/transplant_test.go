package transplant

import (
	"encoding/json"
	"go/ast"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trader-error-recovery/runtime/compare"
	"github.com/trader-error-recovery/runtime/source"
)

func carry(code, donor, fixed string) Result {
	return Transplant(Request{Code: code, Donor: donor, DonorFixed: fixed, Component: source.Filter})
}

func TestAChangeIsMadeInOurNamesAndBesideOurComments(t *testing.T) {
	t.Parallel()
	const donor = "// their secret\nstrength := indicators.GetLatestRSI(data.Klines[\"5m\"], 14)\nreturn *strength < 30"
	for name, one := range map[string]struct{ code, fixed, want string }{
		"a guard": {
			"momentum := indicators.GetLatestRSI(data.Klines[\"5m\"], 14) // of the last hour\n\n// oversold\nreturn *momentum < 30 // or lower\n",
			strings.Replace(donor, "\nreturn", "\nif strength == nil { // theirs\n\treturn false\n}\nreturn", 1),
			"momentum := indicators.GetLatestRSI(data.Klines[\"5m\"], 14) // of the last hour\n\n// oversold\nif momentum == nil {\n\treturn false\n}\nreturn *momentum < 30 // or lower\n",
		},
		"a new local": {
			"a := indicators.GetLatestRSI(data.Klines[\"5m\"], 14)\nreturn *a < 30",
			strings.Replace(donor, "\nreturn *strength", "\ntheirLimit := 25.0\nif strength == nil {\n\treturn false\n}\nreturn *strength-theirLimit", 1),
			"a := indicators.GetLatestRSI(data.Klines[\"5m\"], 14)\nv1 := 25.0\nif a == nil {\n\treturn false\n}\nreturn *a-v1 < 30",
		},
		"another call": {
			"\ta := indicators.GetLatestRSI(data.Klines[\"5m\"], 14)\n\treturn *a < 30 // rsi",
			"values := indicators.CalculateRSI(data.Klines[\"15m\"], 14)\nif values == nil {\n\treturn false\n}\nreturn values.Values[0] < 30",
			"v1 := indicators.CalculateRSI(data.Klines[\"15m\"], 14)\nif v1 == nil {\n\treturn false\n}\nreturn v1.Values[0] < 30 // rsi",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := carry(one.code, donor, one.fixed)
			if !result.Applied {
				t.Fatalf("not applied: %s", result.Reason)
			}
			if result.Code != one.want {
				t.Errorf("got\n%s\nwant\n%s", result.Code, one.want)
			}
			for _, word := range []string{"strength", "secret", "their", "values :="} {
				if strings.Contains(result.Code, word) {
					t.Errorf("%q is theirs:\n%s", word, result.Code)
				}
			}
		})
	}
}

func TestWhatCannotBeCarriedOverIsRefusedWithItsReason(t *testing.T) {
	t.Parallel()
	const donor = "a := data.Klines[\"5m\"]\nreturn a[0].Close > 1"
	const fixed = "a := data.Klines[\"5m\"]\nif len(a) == 0 {\n\treturn false\n}\nreturn a[0].Close > 1"
	for reason, one := range map[string][3]string{
		"other_syntax": {"a := data.Klines[\"1h\"]\nreturn a[0].Close > 1", donor, fixed},
		"not_go":       {"x ? y", "x ? y", fixed},
		"other_tokens": {"a := (data.Klines)[\"5m\"]\nreturn a[0].Close > 1", donor, fixed},
		"no_change":    {donor, donor, donor},
		"foreign_text": {donor, donor, strings.Replace(fixed, "len(a) == 0", "len(a) == 0 || data.Symbol == \"MYCOIN\"", 1)},
		"too_large":    {long("1", "2"), long("1", "2"), long("3", "4")},
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			if result := carry(one[0], one[1], one[2]); result.Applied || result.Reason != reason || result.Code != one[0] {
				t.Errorf("applied %t, reason %q", result.Applied, result.Reason)
			}
		})
	}
}

// long is code that begins with one number and ends with another.
func long(first, last string) string {
	return "a := " + first + "\n" + strings.Repeat("a = a + a\n", 1_000) + "return a > " + last
}

// Of every case of the corpus, another author's version gets the very change, and nothing of the donor's words.
func TestEveryRepairOfTheCorpusIsCarriedOverToOtherClothes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	carried, cases := 0, corpus(t)
	for _, one := range cases {
		ours := disguise(one.Code, one.Component, random)
		if ours == "" || compare.SyntaxHash(one.Code, one.Component) == compare.SyntaxHash(one.Fixed, one.Component) {
			continue
		}
		result := Transplant(Request{Code: ours, Donor: one.Code, DonorFixed: one.Fixed, Component: one.Component})
		if !result.Applied {
			continue
		}
		carried++
		if compare.SyntaxHash(result.Code, one.Component) != compare.SyntaxHash(one.Fixed, one.Component) {
			t.Errorf("%s: another change was made", one.name)
		}
		for word := range read(one.Fixed, one.Component).words {
			if written := read(result.Code, one.Component); written.words[word] && !read(ours, one.Component).words[word] && !commonWords()[strings.Trim(word, "\"`")] {
				t.Errorf("%s: %q is the donor's", one.name, word)
			}
		}
	}
	t.Logf("%d of %d", carried, len(cases))
	if carried*10 < len(cases)*6 {
		t.Errorf("only %d of %d repairs were carried over", carried, len(cases))
	}
}

func FuzzTransplantNeverPanics(f *testing.F) {
	f.Add("a := 1\nreturn a > 0", "b := 1\nreturn b > 0", "b := 1\nif b == 0 {\n\treturn false\n}\nreturn b > 0")
	f.Add("/* x */", "//", "`")
	f.Fuzz(func(t *testing.T, code, donor, fixed string) {
		result := carry(code, donor, fixed)
		if !result.Applied && result.Code != code {
			t.Error("code that was refused was changed")
		}
		carry(donor, donor, fixed)
	})
}

type example struct {
	name      string
	Code      string           `json:"code"`
	Fixed     string           `json:"fixed"`
	Component source.Component `json:"component"`
}

func corpus(t *testing.T) []example {
	t.Helper()
	files, err := filepath.Glob("../../evals/corpus/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("there is no corpus", err)
	}
	var found []example
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		one := example{name: filepath.Base(file), Component: source.Filter}
		if json.Unmarshal(content, &one) == nil && one.Fixed != "" && source.Read(one.Code, one.Component) != nil {
			found = append(found, one)
		}
	}
	return found
}

// disguise gives locals other names, and lines comments and blank lines; empty for code that it changes.
func disguise(code string, component source.Component, random *rand.Rand) string {
	read := read(code, component)
	names := map[*ast.Object]string{}
	var written strings.Builder
	for i, found := range read.lexemes {
		gap := read.gap(i)
		if strings.Contains(gap, "\n") && random.IntN(2) == 0 {
			gap = strings.Replace(gap, "\n", " // of ours\n\n", 1)
		}
		written.WriteString(gap)
		if _, declared := read.places[found.local]; found.local != nil && declared {
			if names[found.local] == "" {
				names[found.local] = "ours" + string(rune('A'+len(names)%26)) + string(rune('a'+len(names)/26))
			}
			written.WriteString(names[found.local])
		} else {
			written.WriteString(found.text)
		}
	}
	if compare.SyntaxHash(written.String(), component) != compare.SyntaxHash(code, component) {
		return ""
	}
	return written.String()
}

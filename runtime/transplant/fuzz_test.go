package transplant

import (
	"math/rand/v2"
	"testing"

	"github.com/trader-error-recovery/runtime/compare"
	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
)

// FuzzTransplant looks for code that makes it panic, or offer what is not the donor's change, does not compile, or says a
// word of the donor's.
func FuzzTransplant(f *testing.F) {
	f.Add(donor, donor, guarded)
	f.Add("a := 1\nreturn a > 0", "b := 1\nreturn b > 0", "b := 1\nif b == 0 {\n\treturn false\n}\nreturn b > 0")
	f.Add("/* x */", "//", "`")
	f.Add(";;}", "`\r`;", "\xff")
	f.Fuzz(func(t *testing.T, code, donor, fixed string) {
		expectSound(t, Request{code, donor, fixed, source.Filter})
		expectSound(t, Request{donor, donor, fixed, source.Series})
	})
}

func expectSound(t *testing.T, request Request) {
	t.Helper()
	result := Transplant(request)
	switch {
	case !result.Applied && (result.Code != request.Code || result.Reason == ""):
		t.Errorf("not applied, and not left alone: %+v", result)
	case !result.Applied:
	case compare.SyntaxHash(result.Code, request.Component) != compare.SyntaxHash(request.DonorFixed, request.Component):
		t.Errorf("another change: %q", result.Code)
	case len(sandbox.Check(result.Code, request.Component)) > 0:
		t.Errorf("does not compile: %q", result.Code)
	}
}

func TestTransplantOfCodeInPiecesNeverPanics(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	examples := corpus(t)
	for range 400 {
		one := examples[random.IntN(len(examples))]
		expectSound(t, Request{one.Code, one.Code, broken(one.Fixed, random), one.Component})
		part := broken(one.Code, random)
		expectSound(t, Request{part, part, one.Fixed, one.Component})
	}
}

// broken is code from which some tokens are gone, and others stand twice.
func broken(code string, random *rand.Rand) string {
	lexemes := lex(code)
	for range 1 + random.IntN(3) {
		one := lexemes[random.IntN(len(lexemes))]
		if one.end > len(code) || one.start > one.end {
			continue
		}
		if part := code[one.start:one.end]; random.IntN(2) == 0 {
			code = code[:one.start] + code[one.end:]
		} else {
			code = code[:one.start] + part + " " + code[one.start:]
		}
		if lexemes = lex(code); len(lexemes) == 0 {
			return code
		}
	}
	return code
}

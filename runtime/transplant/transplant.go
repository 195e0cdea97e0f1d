// Package transplant makes in one piece of code the change that was made in another, from which it differs in formatting,
// comments and the names of locals alone. Nothing that the other's author wrote comes along but the change itself.
package transplant

import (
	"unicode/utf8"

	"github.com/trader-error-recovery/runtime/compare"
	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
)

// Why a change was not made.
const (
	otherSyntax   = "other_syntax"   // the donor is other code
	otherTokens   = "other_tokens"   // it means the same, but is written with other parentheses
	noChange      = "no_change"      // the donor's change is one of formatting, comments or names
	foreignText   = "foreign_text"   // the change holds words of the donor's author
	notEquivalent = "not_equivalent" // the result would be another change, or would not compile
	tooLarge      = "too_large"      // code or change are too long to be compared
)

// maxCode is that of code which can run.
const maxCode = 64 << 10

// Request is code, a donor of the same syntax, and the donor after its change.
type Request struct {
	Code, Donor, DonorFixed string
	Component               source.Component
}

// Result is the code with the change made in it, or the code as it was and the reason.
type Result struct {
	Code    string `json:"code"`
	Applied bool   `json:"applied"`
	Reason  string `json:"reason,omitempty"`
}

// Transplant makes the donor's change in the code. What it calls applied compiles and has the syntax hash of the changed
// donor: exactly that change was made.
func Transplant(request Request) Result {
	code, reason := request.change()
	if reason != "" {
		return Result{Code: request.Code, Reason: reason}
	}
	return Result{Code: code, Applied: true}
}

func (r Request) change() (code, reason string) {
	for _, text := range []string{r.Code, r.Donor, r.DonorFixed} {
		if len(text) > maxCode {
			return "", tooLarge
		}
	}
	donor, wanted := r.hash(r.Donor), r.hash(r.DonorFixed)
	program := source.Read(r.DonorFixed, r.Component)
	switch {
	case donor != r.hash(r.Code):
		return "", otherSyntax
	case donor == wanted:
		return "", noChange
	case program == nil || !utf8.ValidString(r.Code) || !utf8.ValidString(r.Donor):
		return "", notEquivalent
	}
	ours, theirs, fixed := lex(r.Code), lex(r.Donor), lex(r.DonorFixed)
	if !correspond(ours, theirs) {
		return "", otherTokens
	}
	kept, ok := align(theirs, fixed)
	if !ok {
		return "", tooLarge
	}
	names := nameLocals(program, fixed, ours, kept)
	code = newWriter(r.Code, ours, newPattern(program, fixed), kept, names).write()
	switch {
	case isForeign(code, r.Code, names.made):
		return "", foreignText
	case r.hash(code) != wanted || len(sandbox.Check(code, r.Component)) > 0:
		return "", notEquivalent
	}
	return code, ""
}

func (r Request) hash(code string) string { return compare.SyntaxHash(code, r.Component) }

// Package transplant carries a change that was made to one piece of code over to another that differs from it only in
// formatting, comments and the names of locals. Nothing its author wrote comes along but the change itself.
package transplant

import (
	"go/token"

	"github.com/trader-error-recovery/runtime/compare"
	"github.com/trader-error-recovery/runtime/source"
)

// Request is code, a donor of the same syntax, and the donor after the change.
type Request struct {
	Code       string
	Donor      string
	DonorFixed string
	Component  source.Component
}

// Result is the code after the same change; or the code as it was, with the reason.
type Result struct {
	Code    string `json:"code"`
	Applied bool   `json:"applied"`
	Reason  string `json:"reason,omitempty"`
}

// maxCells bounds the work and the memory of the comparison: the product of two numbers of tokens.
const maxCells = 4_000_000

// Transplant makes the donor's change in the code. What it returns as applied has the syntax hash of the changed donor, so
// exactly that change was made.
func Transplant(request Request) Result {
	kept := func(reason string) Result { return Result{Code: request.Code, Reason: reason} }
	if compare.SyntaxHash(request.Code, request.Component) != compare.SyntaxHash(request.Donor, request.Component) {
		return kept("other_syntax")
	}
	ours, donor, fixed := read(request.Code, request.Component), read(request.Donor, request.Component), read(request.DonorFixed, request.Component)
	switch {
	case ours == nil || donor == nil || fixed == nil:
		return kept("not_go")
	case !ours.correspondsTo(donor):
		return kept("other_tokens")
	}
	matched := match(donor, fixed)
	if matched == nil {
		return kept("too_large")
	}
	code, foreign := newWriter(ours, fixed, matched).write()
	switch {
	case foreign:
		return kept("foreign_text")
	case code == request.Code:
		return kept("no_change")
	case compare.SyntaxHash(code, request.Component) != compare.SyntaxHash(request.DonorFixed, request.Component):
		return kept("not_equivalent")
	}
	return Result{Code: code, Applied: true}
}

// match finds for each token of the changed donor its place in the donor, or -1: what begins and ends alike, and the longest
// common subsequence of what lies between. It is nil where that would take too long.
func match(donor, fixed *text) []int {
	matched := make([]int, len(fixed.lexemes))
	for i := range matched {
		matched[i] = -1
	}
	from, to, last := 0, len(fixed.lexemes), len(donor.lexemes)
	same := func(i, j int) bool {
		return i >= 0 && j >= 0 && i < len(fixed.lexemes) && j < len(donor.lexemes) && fixed.lexemes[i].text == donor.lexemes[j].text
	}
	for ; same(from, from); from++ {
		matched[from] = from
	}
	for ; to > from && last > from && same(to-1, last-1); to, last = to-1, last-1 {
		matched[to-1] = last - 1
	}
	rows, columns := to-from, last-from
	if rows*columns > maxCells {
		return nil
	}
	// A keyword or a sign that occurs in both is not the same one unless its neighbour is.
	inLine := func(i, j int) bool {
		return same(i, j) && (fixed.lexemes[i].kind == token.IDENT || same(i-1, j-1) || same(i+1, j+1))
	}
	lengths := make([][]uint16, rows+1)
	for i := range lengths {
		lengths[i] = make([]uint16, columns+1)
	}
	for i := rows - 1; i >= 0; i-- {
		for j := columns - 1; j >= 0; j-- {
			if inLine(from+i, from+j) {
				lengths[i][j] = lengths[i+1][j+1] + 1
			} else {
				lengths[i][j] = max(lengths[i+1][j], lengths[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < rows && j < columns; {
		switch {
		case inLine(from+i, from+j):
			matched[from+i] = from + j
			i, j = i+1, j+1
		case lengths[i+1][j] >= lengths[i][j+1]:
			i++
		default:
			j++
		}
	}
	return matched
}

package compare

import (
	"go/ast"

	"github.com/trader-error-recovery/runtime/source"
)

// Finding is a sign that a failure was suppressed; Message is a sentence for somebody who reads no Go.
type Finding struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Line    int    `json:"line"` // in the candidate, 0 if there is none
	Detail  string `json:"detail,omitempty"`
}

// suppressedInCode looks for it without running anything. The original may be no Go at all.
func suppressedInCode(original, candidate string, component source.Component) []Finding {
	is := source.Read(candidate, component)
	if is == nil {
		return nil // it does not compile, which says enough
	}
	was := source.Read(original, component)
	var found []Finding
	if at := recovers(is); at != nil && (was == nil || recovers(was) == nil) {
		found = append(found, Finding{
			Code: "recover_used", Line: is.Place(at.Pos()).Line,
			Message: "The new code hides its own errors instead of avoiding them.",
		})
	}
	if component == source.Filter {
		found = append(found, constantVerdict(was, is)...)
	}
	if !dependsOnData(is) && (was == nil || dependsOnData(was)) {
		found = append(found, Finding{Code: "data_unused", Message: "The new code decides without looking at the market."})
	}
	found = append(found, suspiciousAdditions(original, was, is)...)
	readable := readLeniently(original, component)
	found = append(found, droppedConditions(original, readable, is)...)
	if readable != nil && len(found) == 0 {
		found = append(turnedConditions(readable, is), changedPeriods(readable, is)...)
	}
	return found
}

func recovers(program *source.Program) ast.Node {
	var found ast.Node
	ast.Inspect(program.Body, func(node ast.Node) bool {
		if call, ok := node.(*ast.CallExpr); ok {
			if name, ok := call.Fun.(*ast.Ident); ok && name.Name == "recover" && name.Obj == nil {
				found = node
			}
		}
		return found == nil
	})
	return found
}

// The numbers by which match rates count as collapsed or exploded. Below a handful of matches a rate says nothing.
const (
	fewestMatches = 4
	timesFewer    = 4
	timesMore     = 4
)

// suppressedInAnswers compares how often both say yes, over the inputs that both ran on.
func suppressedInAnswers(pairs []Pair) []Finding {
	both, was, is, yesToNo, noToYes := 0, 0, 0, 0, 0
	for _, pair := range pairs {
		if pair.Original.Matched == nil || pair.Candidate.Matched == nil {
			continue
		}
		both++
		before, after := *pair.Original.Matched, *pair.Candidate.Matched
		was, is = was+number(before), is+number(after)
		yesToNo, noToYes = yesToNo+number(before && !after), noToYes+number(!before && after)
	}
	switch {
	case was >= 2 && both-was >= 2 && (is == 0 || is == both):
		return []Finding{{Code: "constant_verdict", Message: "The new code gives one answer for every market, where the old one told them apart."}}
	case was >= fewestMatches && is*timesFewer < was:
		return []Finding{{Code: "match_rate_collapsed", Message: "The new code says yes far less often than the old one did on the same markets."}}
	case is >= fewestMatches && is > timesMore*max(1, was) && 2*noToYes > both-was:
		return []Finding{{Code: "match_rate_exploded", Message: "The new code says yes far more often than the old one did on the same markets."}}
	}
	return nil
}

func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

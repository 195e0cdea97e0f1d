package compare

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
)

// turnedConditions are comparisons of two values that stand in the candidate the other way round: the same words on
// both sides, the opposite sign, and no longer the way they were.
func turnedConditions(was, is *source.Program) []Finding {
	before, after := directions(was), directions(is)
	var found []Finding
	for key, node := range before.first {
		opposite := before.opposite(key)
		if after.count[key] < before.count[key] && after.count[opposite] > before.count[opposite] {
			found = append(found, Finding{
				Code: "condition_dropped", Line: is.Place(after.first[opposite].Pos()).Line, Detail: was.Text(node),
				Message: "A condition of the old code asks for the opposite in the new one: " + was.Text(node),
			})
		}
	}
	return found
}

type directed struct {
	count map[string]int
	first map[string]*ast.BinaryExpr
}

// opposite is the key of the comparison with its sides exchanged.
func (directed) opposite(key string) string {
	larger, smaller, _ := strings.Cut(key, " > ")
	return smaller + " > " + larger
}

// directions counts comparisons by what must be larger than what; a condition under which a filter says no asks for
// the opposite of what it compares, in both codes alike.
func directions(program *source.Program) directed {
	made := directed{map[string]int{}, map[string]*ast.BinaryExpr{}}
	inspectReached(program, func(node ast.Node) bool {
		comparison, ok := node.(*ast.BinaryExpr)
		if !ok || isGuard(program, comparison) {
			return true
		}
		larger, smaller := plainText(program.Text(comparison.X)), plainText(program.Text(comparison.Y))
		switch comparison.Op {
		case token.LSS, token.LEQ:
			larger, smaller = smaller, larger
		case token.GTR, token.GEQ:
		default:
			return true
		}
		key := larger + " > " + smaller
		if made.first[key] == nil {
			made.first[key] = comparison
		}
		made.count[key]++
		return true
	})
	return made
}

// written are what repairs add to or take from a value without turning it into another: pointers, conversions,
// parentheses and the latest index.
var written = regexp.MustCompile(`\s+|float64\(|\*([a-zA-Z_])|[()]|\[len\w*-1\]`)

func plainText(text string) string { return written.ReplaceAllString(text, "$1") }

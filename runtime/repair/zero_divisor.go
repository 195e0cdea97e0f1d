package repair

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
)

// zeroDivisor gives up where a whole number would be divided by zero.
var zeroDivisor = rule{
	name:        "zero-divisor",
	explanation: "There was nothing to divide by; the filter now says no instead of failing.",
	stages:      []stage{running},
	codes:       []string{"divide_by_zero"},
	edits: func(found finding) []edit {
		place, ok := found.failing()
		if !ok {
			return nil
		}
		var conditions []string
		note := func(divisor ast.Expr) {
			condition := found.text(divisor) + " == 0"
			if _, sum := divisor.(*ast.ParenExpr); !typing.IsConstant(divisor) && found.fixed(divisor) && place.declaredBefore(divisor) {
				if sum {
					condition = strings.TrimSuffix(strings.TrimPrefix(found.text(divisor), "("), ")") + " == 0"
				}
				if !slices.Contains(conditions, condition) {
					conditions = append(conditions, condition)
				}
			}
		}
		place.evaluated(func(node ast.Node) {
			switch node := node.(type) {
			case *ast.BinaryExpr:
				if (node.Op == token.QUO || node.Op == token.REM) && found.Types.Of(node.Y) == typing.Int {
					note(node.Y)
				}
			case *ast.AssignStmt:
				if node.Tok == token.QUO_ASSIGN || node.Tok == token.REM_ASSIGN {
					note(node.Rhs[0])
				}
			}
		})
		if len(conditions) == 0 {
			return nil
		}
		return found.guard(place, place.statement, strings.Join(conditions, " || "), noDivisor)
	},
}

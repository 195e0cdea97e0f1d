package repair

import (
	"go/ast"
	"go/token"
)

// zeroStep goes by one where a loop would go in steps of nothing: `step := len(klines) / 200`.
var zeroStep = rule{
	name:        "zero-step",
	explanation: "With few candles the loop went in steps of nothing and never ended; it now goes by at least one.",
	stages:      []stage{running},
	codes:       []string{"step_limit"},
	edits: func(found finding) []edit {
		place, ok := found.failing()
		if !ok {
			return nil
		}
		for i, node := range append(append([]ast.Node{}, place.around...), place.statement) {
			loop, ok := node.(*ast.ForStmt)
			if !ok || i > 0 && listOf(place.around[min(i, len(place.around))-1]) == nil {
				continue
			}
			step := stepOf(loop)
			before := site{statement: loop, evaluates: loop, around: place.around[:min(i, len(place.around))]}
			if step != nil && before.declaredBefore(step) {
				indent := indentAt(found.Code, found.Program.Index(loop.Pos()))
				name := found.text(step)
				return []edit{found.before(loop, "if "+name+" < 1 {\n"+indent+"\t"+name+" = 1\n"+indent+"}\n"+indent)}
			}
		}
		return nil
	},
}

// stepOf is the variable by which a loop counts.
func stepOf(loop *ast.ForStmt) ast.Expr {
	step, ok := loop.Post.(*ast.AssignStmt)
	if !ok || step.Tok != token.ADD_ASSIGN && step.Tok != token.SUB_ASSIGN {
		return nil
	}
	if name, ok := step.Rhs[0].(*ast.Ident); ok {
		return name
	}
	return nil
}

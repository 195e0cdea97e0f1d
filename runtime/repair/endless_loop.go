package repair

import (
	"go/ast"
	"go/token"
)

// endlessLoop makes a loop count whose author left that out. Only where nothing in the loop changes the variable is it
// certain that it never ends, and by which step it was to go.
var endlessLoop = rule{
	name:        "endless-loop",
	explanation: "The loop never came to its end, as nothing in it counted; it now counts with every turn.",
	stages:      []stage{running},
	codes:       []string{"step_limit"},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			if loop, ok := node.(*ast.ForStmt); ok && loop.Post == nil && edits == nil {
				if edits = found.counting(loop); edits == nil {
					edits = found.countingAlways(loop)
				}
			}
			return true
		})
		return edits
	},
}

func (f finding) counting(loop *ast.ForStmt) []edit {
	name, step := counter(loop.Cond)
	if name == nil || f.changes(loop.Body, name) {
		return nil
	}
	return f.post(loop, name.Name+step)
}

// post gives a loop a step of its own, in each of its forms: `for i := 0; i < n; {` and `for i < n {`.
func (f finding) post(loop *ast.ForStmt, step string) []edit {
	start, end := f.Program.Index(loop.Cond.Pos()), f.end(loop.Cond)
	edits := []edit{{end, f.Program.Index(loop.Body.Lbrace), "; " + step + " "}}
	if loop.Init == nil {
		edits = append(edits, edit{start, start, "; "})
	}
	return edits
}

// countingAlways makes the step at the end of a loop behind which a continue jumps. A step within an if is left alone:
// whether the loop was to go on without it or to end there, only its author knows.
func (f finding) countingAlways(loop *ast.ForStmt) []edit {
	name, step := counter(loop.Cond)
	if name == nil {
		return nil
	}
	var steps []*ast.IncDecStmt
	others := false
	ast.Inspect(loop.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.IncDecStmt:
			if same, ok := node.X.(*ast.Ident); ok && same.Obj == name.Obj {
				steps = append(steps, node)
			}
		case *ast.AssignStmt:
			for _, target := range node.Lhs {
				same, ok := target.(*ast.Ident)
				others = others || ok && same.Obj == name.Obj
			}
		}
		return true
	})
	if others || len(steps) != 1 || steps[0].Tok.String() != step {
		return nil
	}
	if last := len(loop.Body.List) - 1; loop.Body.List[last] != ast.Stmt(steps[0]) {
		return nil
	}
	return append(f.post(loop, name.Name+step), f.line(steps[0]))
}

// counter is the variable that a condition bounds, and the step that leads there.
func counter(condition ast.Expr) (*ast.Ident, string) {
	comparison, ok := condition.(*ast.BinaryExpr)
	if !ok {
		return nil, ""
	}
	if comparison.Op == token.LAND {
		return counter(comparison.X)
	}
	name, ok := comparison.X.(*ast.Ident)
	if !ok || name.Obj == nil {
		return nil, ""
	}
	switch comparison.Op {
	case token.LSS, token.LEQ:
		return name, "++"
	case token.GTR, token.GEQ:
		return name, "--"
	}
	return nil, ""
}

// changes tells whether anything in the body of a loop can change a variable.
func (f finding) changes(body ast.Node, name *ast.Ident) bool {
	if name == nil || name.Obj == nil {
		return false
	}
	changed := false
	same := func(expression ast.Expr) bool {
		target, ok := expression.(*ast.Ident)
		return ok && target.Obj == name.Obj
	}
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.AssignStmt:
			for _, target := range node.Lhs {
				changed = changed || same(target)
			}
		case *ast.IncDecStmt:
			changed = changed || same(node.X)
		case *ast.UnaryExpr:
			changed = changed || node.Op == token.AND && same(node.X)
		}
		return !changed
	})
	return changed
}

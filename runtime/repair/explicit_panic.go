package repair

import (
	"go/ast"
)

// explicitPanic gives up where the author stopped the whole filter.
var explicitPanic = rule{
	name:        "explicit-panic",
	explanation: "The filter stopped itself with an error where it could not judge; it now says no there.",
	stages:      []stage{running},
	codes:       []string{"panic"},
	edits: func(found finding) []edit {
		var edits []edit
		var closures []*ast.FuncLit
		var nodes []ast.Node
		found.walk(func(node ast.Node) bool {
			if node == nil {
				if last, ok := nodes[len(nodes)-1].(*ast.FuncLit); ok && len(closures) > 0 && last == closures[len(closures)-1] {
					closures = closures[:len(closures)-1]
				}
				nodes = nodes[:len(nodes)-1]
				return true
			}
			nodes = append(nodes, node)
			if closure, ok := node.(*ast.FuncLit); ok {
				closures = append(closures, closure)
			}
			statement, ok := node.(*ast.ExprStmt)
			if !ok || !isPanic(statement.X) {
				return true
			}
			text := found.giveUp()
			if len(closures) > 0 {
				indent := indentAt(found.Code, found.Program.Index(statement.Pos()))
				text = incomplete + " = true\n" + indent + "return" + found.zeros(closures[len(closures)-1].Type.Results)
				edits = append(edits, found.heed()...)
			}
			edits = append(edits, found.replace(statement, text))
			return true
		})
		return edits
	},
}

func isPanic(expression ast.Expr) bool {
	call, ok := expression.(*ast.CallExpr)
	if !ok {
		return false
	}
	name, ok := call.Fun.(*ast.Ident)
	return ok && name.Name == "panic" && name.Obj == nil
}

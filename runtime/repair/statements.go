package repair

import (
	"go/ast"
	"strings"
)

// site is a statement in a list, where a guard can be put before it, and what encloses it from the outside in.
type site struct {
	statement ast.Stmt
	around    []ast.Node
}

// failing is the innermost statement of a list that starts on the line of the failure.
func (f finding) failing() (site, bool) {
	var innermost site
	var around []ast.Node
	ast.Inspect(f.Program.Body, func(node ast.Node) bool {
		if node == nil {
			around = around[:len(around)-1]
			return true
		}
		for _, statement := range listOf(node) {
			if f.Program.Place(statement.Pos()).Line == f.Failure.Line {
				innermost = site{statement, append(append([]ast.Node{}, around...), node)}
			}
		}
		around = append(around, node)
		return true
	})
	return innermost, innermost.statement != nil
}

func listOf(node ast.Node) []ast.Stmt {
	switch node := node.(type) {
	case *ast.BlockStmt:
		return node.List
	case *ast.CaseClause:
		return node.Body
	}
	return nil
}

// inClosure tells whether a return before the statement would leave a closure instead of the filter.
func (s site) inClosure() bool {
	for _, node := range s.around {
		if _, ok := node.(*ast.FuncLit); ok {
			return true
		}
	}
	return false
}

// evaluated visits what runs as part of the statement itself: not the blocks it holds, which have lines of their own,
// and not closures it only defines.
func (s site) evaluated(visit func(ast.Node)) {
	ast.Inspect(s.statement, func(node ast.Node) bool {
		switch node.(type) {
		case nil, *ast.BlockStmt, *ast.FuncLit:
			return false
		}
		visit(node)
		return true
	})
}

// guard makes the code give up before the statement if the condition holds. A guard that stands there already did not
// help, and is not repeated.
func (f finding) guard(before ast.Stmt, condition string) (edit, bool) {
	at := f.Program.Index(before.Pos())
	indent := indentAt(f.Code, at)
	text := "if " + condition + " {\n" + indent + "\t" + f.giveUp() + "\n" + indent + "}\n" + indent
	return edit{at, at, text}, !strings.HasSuffix(f.Code[:at], text)
}

// declaredBefore tells whether the statement can already see every variable that the expression names.
func (s site) declaredBefore(expression ast.Expr) bool {
	visible := true
	ast.Inspect(expression, func(node ast.Node) bool {
		if name, ok := node.(*ast.Ident); ok && name.Obj != nil && name.Obj.Pos() >= s.statement.Pos() {
			visible = false
		}
		return true
	})
	return visible
}

// fixed tells whether an expression can be evaluated once more without doing or breaking anything.
func fixed(expression ast.Expr) bool {
	switch expression := expression.(type) {
	case *ast.Ident, *ast.BasicLit:
		return true
	case *ast.ParenExpr:
		return fixed(expression.X)
	case *ast.SelectorExpr:
		return fixed(expression.X)
	case *ast.IndexExpr:
		kind := typeOf(expression.X)
		return kind != nil && kind.Kind().String() == "map" && fixed(expression.X) && fixed(expression.Index)
	}
	return false
}

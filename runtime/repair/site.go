package repair

import (
	"go/ast"
	"reflect"
)

// site is a statement in a list, where something can be put before it, and what encloses it from the outside in.
type site struct {
	statement ast.Stmt
	evaluates ast.Stmt // what failed: the statement, or a later condition of its chain of ifs
	around    []ast.Node
}

// failing is the statement that was marked when the code failed.
func (f finding) failing() (site, bool) {
	var found site
	var around []ast.Node
	f.walk(func(node ast.Node) bool {
		if node == nil {
			around = around[:len(around)-1]
			return true
		}
		for _, statement := range listOf(node) {
			for inner := labelledBy(statement); inner != nil; inner = elseIf(inner) {
				place := f.Program.Place(inner.Pos())
				if place.Line == f.Failure.Line && place.Column == f.Failure.Column || inner != statement && f.starts(statement) {
					found = site{statement, inner, append(append([]ast.Node{}, around...), node)}
				}
			}
		}
		around = append(around, node)
		return true
	})
	return found, found.statement != nil
}

// starts tells whether a labelled statement is where the failure was: its mark is that of its label.
func (f finding) starts(statement ast.Stmt) bool {
	_, labelled := statement.(*ast.LabeledStmt)
	place := f.Program.Place(statement.Pos())
	return labelled && place.Line == f.Failure.Line && place.Column == f.Failure.Column
}

func labelledBy(statement ast.Stmt) ast.Stmt {
	if labelled, ok := statement.(*ast.LabeledStmt); ok {
		return labelled.Stmt
	}
	return statement
}

func elseIf(statement ast.Stmt) ast.Stmt {
	if branch, ok := statement.(*ast.IfStmt); ok {
		if next, ok := branch.Else.(*ast.IfStmt); ok {
			return next
		}
	}
	return nil
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

// closure is the innermost function literal around the statement, nil if it is in the filter itself.
func (s site) closure() *ast.FuncLit {
	for i := len(s.around) - 1; i >= 0; i-- {
		if function, ok := s.around[i].(*ast.FuncLit); ok {
			return function
		}
	}
	return nil
}

// evaluated visits what runs as part of the statement itself: not the blocks it holds, which are marked on their own,
// and not closures it only defines.
func (s site) evaluated(visit func(ast.Node)) {
	chained := elseIf(s.evaluates)
	ast.Inspect(s.evaluates, func(node ast.Node) bool {
		switch node := node.(type) {
		case nil, *ast.FuncLit:
			return false
		case *ast.BlockStmt:
			return isSwitch(s.evaluates)
		case *ast.CaseClause:
			for _, condition := range node.List {
				site{evaluates: &ast.ExprStmt{X: condition}}.evaluated(visit)
			}
			return false
		case *ast.IfStmt:
			if node == chained {
				return false
			}
		}
		visit(node)
		return true
	})
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
func (f finding) fixed(expression ast.Expr) bool {
	switch expression := expression.(type) {
	case *ast.Ident, *ast.BasicLit:
		return true
	case *ast.ParenExpr:
		return f.fixed(expression.X)
	case *ast.UnaryExpr:
		return f.fixed(expression.X)
	case *ast.BinaryExpr:
		return expression.Op.String() != "/" && expression.Op.String() != "%" && f.fixed(expression.X) && f.fixed(expression.Y)
	case *ast.SelectorExpr:
		return f.fixed(expression.X)
	case *ast.CallExpr:
		name, ok := expression.Fun.(*ast.Ident)
		return ok && name.Obj == nil && name.Name == "len" && len(expression.Args) == 1 && f.fixed(expression.Args[0])
	case *ast.IndexExpr:
		kind := f.Types.Of(expression.X)
		return kind != nil && kind.Kind() == reflect.Map && f.fixed(expression.X) && f.fixed(expression.Index)
	}
	return false
}

// isSwitch tells a statement whose block holds conditions of its own.
func isSwitch(statement ast.Stmt) bool {
	_, ok := statement.(*ast.SwitchStmt)
	return ok
}

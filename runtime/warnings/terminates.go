package warnings

import (
	"go/ast"
	"go/token"
)

// Terminates tells whether a statement never passes control on, by the rules of the language: spec, "Terminating statements".
func Terminates(statement ast.Stmt) bool {
	switch statement := statement.(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return statement.Tok == token.GOTO
	case *ast.ExprStmt:
		call, ok := statement.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		name, ok := call.Fun.(*ast.Ident)
		return ok && name.Name == "panic" && name.Obj == nil
	case *ast.BlockStmt:
		return len(statement.List) > 0 && Terminates(statement.List[len(statement.List)-1])
	case *ast.IfStmt:
		return statement.Else != nil && Terminates(statement.Body) && Terminates(statement.Else)
	case *ast.ForStmt:
		return statement.Cond == nil && !breaks(statement.Body, statement, "")
	case *ast.LabeledStmt:
		return Terminates(statement.Stmt) && !breaks(statement.Stmt, nil, statement.Label.Name)
	case *ast.SwitchStmt:
		return clausesTerminate(statement.Body, statement)
	case *ast.TypeSwitchStmt:
		return clausesTerminate(statement.Body, statement)
	}
	return false
}

func clausesTerminate(body *ast.BlockStmt, statement ast.Stmt) bool {
	last := false
	for _, clause := range body.List {
		cases := clause.(*ast.CaseClause)
		last = last || cases.List == nil
		if !listTerminates(cases.Body) || breaks(&ast.BlockStmt{List: cases.Body}, statement, "") {
			return false
		}
	}
	return last
}

func listTerminates(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	end := list[len(list)-1]
	branch, ok := end.(*ast.BranchStmt)
	return ok && branch.Tok == token.FALLTHROUGH || Terminates(end)
}

// breaks tells whether a break without label leaves the statement whose body this is, or one with the label does.
func breaks(body ast.Stmt, of ast.Stmt, label string) bool {
	found := false
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.BranchStmt:
			if node.Tok == token.BREAK && (node.Label != nil && node.Label.Name == label || node.Label == nil && label == "") {
				found = true
			}
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			return label != "" || node == of // an inner one takes breaks without label to itself
		case *ast.FuncLit:
			return false
		}
		return !found
	})
	return found
}

package repair

import (
	"go/ast"
	"go/token"
)

// numberAsPointer mends `vwap == nil`. CalculateVWAP answers with 0 where others answer with nil; of other numbers
// nobody can tell which of them would mean that there is none.
var numberAsPointer = rule{
	name:        "number-as-pointer",
	explanation: "This indicator answers with 0, not nil, when nothing was traded, so it is now compared with 0.",
	needsTree:   true,
	edits: func(found finding) []edit {
		var edits []edit
		ast.Inspect(found.Program.Body, func(node ast.Node) bool {
			test, ok := node.(*ast.BinaryExpr)
			if !ok || test.Op != token.EQL && test.Op != token.NEQ || !isNil(test.Y) {
				return true
			}
			if name, ok := test.X.(*ast.Ident); ok && isVWAP(declaredAs(name)) {
				edits = append(edits, found.replace(test.Y, "0"))
			}
			return true
		})
		return edits
	},
}

func isNil(expression ast.Expr) bool {
	name, ok := expression.(*ast.Ident)
	return ok && name.Name == "nil" && name.Obj == nil
}

func isVWAP(expression ast.Expr) bool {
	call, ok := expression.(*ast.CallExpr)
	if !ok {
		return false
	}
	function, ok := call.Fun.(*ast.SelectorExpr)
	return ok && isPackage(function.X, "indicators") && function.Sel.Name == "CalculateVWAP"
}

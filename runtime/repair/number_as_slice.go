package repair

import "go/ast"

// numberAsSlice mends `stoch.K[len(stoch.K)-1]`: the last of one value is that value. An index other than the last
// asks for history that the value does not have, and is left alone.
var numberAsSlice = rule{
	name:        "number-as-slice",
	explanation: "The value is a single number, not a list, so it is now used directly.",
	needsTree:   true,
	compile:     true,
	edits: func(found finding) []edit {
		var edits []edit
		ast.Inspect(found.Program.Body, func(node ast.Node) bool {
			if change, ok := lastOfNumber(found, node); ok {
				edits = append(edits, change)
				return false
			}
			if change, ok := emptyNumber(found, node); ok {
				edits = append(edits, change)
				return false
			}
			return true
		})
		return edits
	},
}

func lastOfNumber(found finding, node ast.Node) (edit, bool) {
	index, ok := node.(*ast.IndexExpr)
	if !ok {
		return edit{}, false
	}
	value := found.Program.Text(index.X)
	kind := typeOf(index.X)
	if squeeze(found.Program.Text(index.Index)) != "len("+squeeze(value)+")-1" {
		return edit{}, false
	}
	switch kind {
	case numberType:
		return found.replace(index, value), true
	case numberPointer:
		return found.replace(index, "*"+value), true
	}
	return edit{}, false
}

// emptyNumber drops `|| len(number) == 0` from a guard: one value is never empty.
func emptyNumber(found finding, node ast.Node) (edit, bool) {
	either, ok := node.(*ast.BinaryExpr)
	if !ok || either.Op.String() != "||" {
		return edit{}, false
	}
	test, ok := either.Y.(*ast.BinaryExpr)
	if !ok || !isLengthOfNumber(test.X) {
		return edit{}, false
	}
	if rest := test.Op.String() + found.Program.Text(test.Y); rest != "==0" && rest != "<1" {
		return edit{}, false
	}
	return found.replace(either, found.Program.Text(either.X)), true
}

func isLengthOfNumber(expression ast.Expr) bool {
	call, ok := expression.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return false
	}
	name, ok := call.Fun.(*ast.Ident)
	return ok && name.Name == "len" && typeOf(call.Args[0]) == numberType
}

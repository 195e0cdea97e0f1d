package repair

import (
	"go/ast"
	"go/token"
	"reflect"

	"github.com/trader-error-recovery/runtime/typing"
)

// comparedWithNil mends `number == nil`. A number is never missing; CalculateVWAP answers with 0 where others answer nil.
var comparedWithNil = rule{
	name:        "compared-with-nil",
	explanation: "A number is never missing, so it is no longer asked whether it is.",
	stages:      []stage{compile, running},
	edits: func(found finding) []edit {
		var edits []edit
		var parents []ast.Node
		found.walk(func(node ast.Node) bool {
			if node == nil {
				parents = parents[:len(parents)-1]
				return true
			}
			if test, ok := node.(*ast.BinaryExpr); ok && found.asksNumberForNil(test) {
				edits = append(edits, found.withoutNil(test, parents))
			}
			parents = append(parents, node)
			return true
		})
		return edits
	},
}

func (f finding) asksNumberForNil(test *ast.BinaryExpr) bool {
	if test.Op != token.EQL && test.Op != token.NEQ || !isNil(test.Y) {
		return false
	}
	kind := f.Types.Of(test.X)
	if kind == nil {
		return false
	}
	switch kind.Kind() {
	case reflect.Float64, reflect.Int, reflect.Int64, reflect.Bool, reflect.String, reflect.Struct:
		return true
	}
	return false
}

func isNil(expression ast.Expr) bool {
	name, ok := expression.(*ast.Ident)
	return ok && name.Name == "nil" && name.Obj == nil
}

// withoutNil drops the question from `number == nil || rest` and `number != nil && rest`, and else answers it.
func (f finding) withoutNil(test *ast.BinaryExpr, parents []ast.Node) edit {
	if f.isVWAP(test.X) {
		return f.replace(test.Y, "0")
	}
	answer, joins := "false", token.LOR
	if test.Op == token.NEQ {
		answer, joins = "true", token.LAND
	}
	if len(parents) > 0 {
		parent, ok := parents[len(parents)-1].(*ast.BinaryExpr)
		if ok && parent.Op == joins && parent.Y == ast.Expr(test) && !f.isNumberTest(parent.X) {
			return f.replace(parent, f.text(parent.X))
		}
		if ok && parent.Op == joins && parent.X == test {
			return f.replace(parent, f.text(parent.Y))
		}
	}
	return f.replace(test, answer)
}

func (f finding) isNumberTest(expression ast.Expr) bool {
	test, ok := expression.(*ast.BinaryExpr)
	return ok && f.asksNumberForNil(test)
}

func (f finding) isVWAP(expression ast.Expr) bool {
	if name, ok := expression.(*ast.Ident); ok {
		expression = typing.Declared(name)
	}
	call, ok := expression.(*ast.CallExpr)
	if !ok {
		return false
	}
	function, ok := call.Fun.(*ast.SelectorExpr)
	return ok && typing.IsPackage(function.X, "indicators") && function.Sel.Name == "CalculateVWAP"
}

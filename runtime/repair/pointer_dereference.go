package repair

import (
	"go/ast"
	"go/token"
	"reflect"
	"strings"
)

// pointerDereference reads the number behind a pointer where a number is meant, and no pointer where there is none.
var pointerDereference = rule{
	name:        "pointer-dereference",
	explanation: "The indicator returns a pointer to its value; the value itself is now read where a number is needed.",
	needsTree:   true,
	compile:     true,
	edits: func(found finding) []edit {
		var edits []edit
		dereference := func(expression ast.Expr) {
			if expression != nil && typeOf(expression) == numberPointer {
				edits = append(edits, found.replace(expression, found.readThrough(expression)))
			}
		}
		ast.Inspect(found.Program.Body, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.BinaryExpr:
				if numeric(node) {
					dereference(node.X)
					dereference(node.Y)
				}
			case *ast.CallExpr:
				for _, argument := range numberArguments(node) {
					dereference(argument)
				}
			case *ast.AssignStmt:
				dereference(assignedNumber(node))
			case *ast.StarExpr:
				if typeOf(node.X) == numberType {
					edits = append(edits, found.replace(node, found.Program.Text(node.X)))
				}
			}
			return true
		})
		return edits
	},
}

// readThrough takes brackets after an operator, where `a/*b` would begin a comment.
func (f finding) readThrough(pointer ast.Expr) string {
	text := "*" + f.Program.Text(pointer)
	if before := f.Code[:f.Program.Index(pointer.Pos())]; strings.HasSuffix(before, "*") || strings.HasSuffix(before, "/") {
		return "(" + text + ")"
	}
	return text
}

// numeric tells whether an operator needs numbers. Two pointers may well be compared with each other or with nil, but
// a pointer with a number is a mistake.
func numeric(expression *ast.BinaryExpr) bool {
	switch expression.Op {
	case token.LSS, token.GTR, token.LEQ, token.GEQ, token.ADD, token.SUB, token.MUL, token.QUO:
		return true
	case token.EQL, token.NEQ:
		return typeOf(expression.X) == numberType || typeOf(expression.Y) == numberType ||
			typeOf(expression.X) == integerType || typeOf(expression.Y) == integerType
	}
	return false
}

// numberArguments are the arguments that a conversion, indicator or closure of the code takes as numbers.
func numberArguments(call *ast.CallExpr) []ast.Expr {
	if function := indicator(call); function != nil {
		return argumentsOf(call, func(i int) reflect.Type {
			if i < function.NumIn() {
				return function.In(i)
			}
			return nil
		})
	}
	name, ok := call.Fun.(*ast.Ident)
	switch {
	case !ok:
		return nil
	case name.Obj == nil && (name.Name == "float64" || name.Name == "int"):
		return call.Args
	case literalOf(name) != nil:
		parameters := parameterTypes(literalOf(name))
		return argumentsOf(call, func(i int) reflect.Type {
			if i < len(parameters) {
				return parameters[i]
			}
			return nil
		})
	}
	return nil
}

func argumentsOf(call *ast.CallExpr, parameter func(int) reflect.Type) []ast.Expr {
	var numbers []ast.Expr
	for i, argument := range call.Args {
		if parameter(i) == numberType {
			numbers = append(numbers, argument)
		}
	}
	return numbers
}

func parameterTypes(function *ast.FuncLit) []reflect.Type {
	var parameters []reflect.Type
	for _, field := range function.Type.Params.List {
		for range max(1, len(field.Names)) {
			parameters = append(parameters, written(field.Type))
		}
	}
	return parameters
}

// assignedNumber is the right side of an assignment to a variable that is a number already.
func assignedNumber(assignment *ast.AssignStmt) ast.Expr {
	if assignment.Tok == token.DEFINE || len(assignment.Lhs) != 1 || len(assignment.Rhs) != 1 {
		return nil
	}
	if typeOf(assignment.Lhs[0]) != numberType {
		return nil
	}
	return assignment.Rhs[0]
}

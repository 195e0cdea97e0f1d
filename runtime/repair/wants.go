package repair

import (
	"go/ast"
	"go/token"
	"reflect"

	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/typing"
)

// want is an expression and the type that its place asks for.
type want struct {
	expression ast.Expr
	kind       reflect.Type
	condition  bool // what is asked for is the answer of a condition, not a value to keep
}

// wants lists what every place in the code asks for, as far as that is known.
func (f finding) wants() []want {
	var found []want
	add := func(expression ast.Expr, kind reflect.Type, condition bool) {
		if expression != nil && kind != nil {
			found = append(found, want{expression, kind, condition})
		}
	}
	var functions []*ast.FuncLit // around the node, from the outside in
	var nodes []ast.Node
	f.walk(func(node ast.Node) bool {
		if node == nil {
			if last := nodes[len(nodes)-1]; len(functions) > 0 && last == ast.Node(functions[len(functions)-1]) {
				functions = functions[:len(functions)-1]
			}
			nodes = nodes[:len(nodes)-1]
			return true
		}
		nodes = append(nodes, node)
		switch node := node.(type) {
		case *ast.FuncLit:
			functions = append(functions, node)
		case *ast.BinaryExpr:
			f.wantedByOperator(node, add)
		case *ast.UnaryExpr:
			if node.Op == token.NOT {
				add(node.X, typing.Truth, true)
			} else if node.Op == token.SUB {
				add(node.X, typing.Float, false)
			}
		case *ast.IndexExpr:
			f.wantedByIndex(node.X, []ast.Expr{node.Index}, add)
		case *ast.SliceExpr:
			f.wantedByIndex(node.X, []ast.Expr{node.Low, node.High}, add)
		case *ast.CallExpr:
			f.wantedByCall(node, add)
		case *ast.AssignStmt:
			f.wantedByAssignment(node, add)
		case *ast.ValueSpec:
			for _, value := range node.Values {
				add(value, f.Types.Written(node.Type), false)
			}
		case *ast.IfStmt:
			add(node.Cond, typing.Truth, true)
		case *ast.ForStmt:
			add(node.Cond, typing.Truth, true)
		case *ast.CompositeLit:
			f.wantedByLiteral(node, add)
		case *ast.ReturnStmt:
			f.wantedByReturn(node, functions, add)
		}
		return true
	})
	return found
}

type adder = func(expression ast.Expr, kind reflect.Type, condition bool)

// wantedByOperator asks for numbers on both sides of arithmetic and comparisons, and for the same kind of number.
func (f finding) wantedByOperator(node *ast.BinaryExpr, add adder) {
	left, right := f.Types.Of(node.X), f.Types.Of(node.Y)
	switch node.Op {
	case token.LAND, token.LOR:
		add(node.X, typing.Truth, true)
		add(node.Y, typing.Truth, true)
		return
	case token.SHL, token.SHR, token.AND, token.OR, token.XOR:
		add(node.X, typing.Int, false)
		add(node.Y, typing.Int, false)
		return
	case token.EQL, token.NEQ:
		if isNil(node.X) || isNil(node.Y) || !isNumber(left) && !isNumber(right) {
			return
		}
	}
	if node.Op == token.REM || isText(left) || isText(right) || left == typing.Truth || right == typing.Truth {
		return
	}
	kind := f.common(node, left, right)
	add(node.X, kind, false)
	add(node.Y, kind, false)
}

// common is the kind of number that an operation on two sides is meant for: a constant adapts, a pointer is read
// through, and whole numbers become broken ones, not the reverse.
func (f finding) common(node *ast.BinaryExpr, left, right reflect.Type) reflect.Type {
	switch {
	case !isNumber(left) && !isNumber(right):
		return typing.Float
	case isBrokenFactor(node):
		return typing.Float
	case typing.IsConstant(node.X) && isNumber(right) && !isBroken(node.X, left):
		return right
	case typing.IsConstant(node.Y) && isNumber(left) && !isBroken(node.Y, right):
		return left
	case isNumber(left) && isNumber(right) && left.Kind() != reflect.Float64 && right.Kind() != reflect.Float64 && !typing.IsConstant(node.X) && !typing.IsConstant(node.Y):
		if left == typing.Int {
			return right
		}
		return left
	}
	return typing.Float
}

// isBrokenFactor tells `count / 30.0`: whoever writes a point means a number with decimals.
func isBrokenFactor(node *ast.BinaryExpr) bool {
	literal, ok := node.Y.(*ast.BasicLit)
	return ok && node.Op == token.QUO && literal.Kind == token.FLOAT
}

// isBroken tells a constant that no whole number can take the place of.
func isBroken(expression ast.Expr, kind reflect.Type) bool {
	literal, ok := expression.(*ast.BasicLit)
	if !ok || kind != typing.Float {
		return kind == typing.Float
	}
	for i, digit := range literal.Value {
		if digit == '.' {
			for _, after := range literal.Value[i+1:] {
				if after != '0' {
					return true
				}
			}
			return false
		}
	}
	return true
}

func isNumber(kind reflect.Type) bool {
	return kind != nil && (kind.Kind() >= reflect.Int && kind.Kind() <= reflect.Float64) && kind.Kind() != reflect.Uintptr
}

func isText(kind reflect.Type) bool { return kind != nil && kind.Kind() == reflect.String }

func (f finding) wantedByIndex(list ast.Expr, positions []ast.Expr, add adder) {
	kind := f.Types.Of(list)
	if kind == nil || kind.Kind() == reflect.Map {
		return
	}
	for _, position := range positions {
		add(position, typing.Int, false)
	}
}

func (f finding) wantedByCall(node *ast.CallExpr, add adder) {
	name, builtin := node.Fun.(*ast.Ident)
	builtin = builtin && name.Obj == nil
	switch {
	case builtin && (name.Name == "float64" || name.Name == "int" || name.Name == "int64") && len(node.Args) == 1:
		if !isNumber(f.Types.Of(node.Args[0])) {
			add(node.Args[0], typing.Float, false)
		}
	case builtin && name.Name == "append" && len(node.Args) > 1 && !node.Ellipsis.IsValid():
		if list := f.Types.Of(node.Args[0]); list != nil && list.Kind() == reflect.Slice {
			for _, value := range node.Args[1:] {
				add(value, list.Elem(), false)
			}
		}
	case builtin && name.Name == "make" && len(node.Args) > 1:
		for _, size := range node.Args[1:] {
			add(size, typing.Int, false)
		}
	default:
		for i, kind := range f.Types.Parameters(node) {
			add(node.Args[i], kind, false)
		}
	}
}

func (f finding) wantedByAssignment(node *ast.AssignStmt, add adder) {
	if node.Tok == token.DEFINE || len(node.Lhs) != len(node.Rhs) {
		return
	}
	for i, target := range node.Lhs {
		kind := f.Types.Of(target)
		if node.Tok != token.ASSIGN && !isNumber(kind) {
			continue
		}
		add(node.Rhs[i], kind, false)
	}
}

func (f finding) wantedByLiteral(node *ast.CompositeLit, add adder) {
	kind := f.Types.Written(node.Type)
	if kind == nil || kind.Kind() != reflect.Slice && kind.Kind() != reflect.Array && kind.Kind() != reflect.Map {
		return
	}
	for _, element := range node.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			element = pair.Value
		}
		add(element, kind.Elem(), false)
	}
}

func (f finding) wantedByReturn(node *ast.ReturnStmt, functions []*ast.FuncLit, add adder) {
	if len(functions) == 0 {
		if f.Component == source.Filter && len(node.Results) == 1 {
			add(node.Results[0], typing.Truth, false)
		}
		return
	}
	results := functions[len(functions)-1].Type.Results
	if results == nil || results.NumFields() != len(node.Results) || len(results.List) != len(node.Results) {
		return
	}
	for i, result := range node.Results {
		add(result, f.Types.Written(results.List[i].Type), false)
	}
}

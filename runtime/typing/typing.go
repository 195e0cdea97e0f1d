// Package typing infers the types of a filter's expressions, as far as metering, warnings and repairs need them.
//
// It is no type checker: it works on code that does not compile, and knows nothing rather than something wrong. The
// real functions and structs, by reflection, serve as the type information; go/types would make the module a sixth larger.
package typing

import (
	"go/ast"
	"go/token"
	"reflect"
)

// Types infers each expression of one tree once. The tree must be resolved by go/parser.
type Types struct {
	known   map[ast.Expr]reflect.Type
	objects map[*ast.Object]reflect.Type
	active  map[*ast.Object]bool // being inferred: a variable can depend on itself
}

// New returns an empty inference; it holds whatever tree it is asked about.
func New() *Types {
	return &Types{
		known:   map[ast.Expr]reflect.Type{},
		objects: map[*ast.Object]reflect.Type{},
		active:  map[*ast.Object]bool{},
	}
}

// Of returns the type of an expression, nil where it is not known. Constants have the type they take by default.
func (t *Types) Of(expression ast.Expr) reflect.Type {
	if expression == nil {
		return nil
	}
	if found, ok := t.known[expression]; ok {
		return found
	}
	found := t.infer(expression)
	if len(t.active) == 0 {
		t.known[expression] = found
	}
	return found
}

func (t *Types) infer(expression ast.Expr) reflect.Type {
	switch expression := expression.(type) {
	case *ast.ParenExpr:
		return t.Of(expression.X)
	case *ast.Ident:
		return t.ofName(expression)
	case *ast.BasicLit:
		return ofLiteral[expression.Kind]
	case *ast.SelectorExpr:
		return t.ofSelector(expression)
	case *ast.IndexExpr:
		return elementOf(t.Of(expression.X))
	case *ast.SliceExpr:
		return t.Of(expression.X)
	case *ast.StarExpr:
		if pointer := t.Of(expression.X); pointer != nil && pointer.Kind() == reflect.Pointer {
			return pointer.Elem()
		}
	case *ast.UnaryExpr:
		return t.ofUnary(expression)
	case *ast.BinaryExpr:
		return t.ofBinary(expression)
	case *ast.CallExpr:
		if results := t.Results(expression); len(results) == 1 {
			return results[0]
		}
	case *ast.CompositeLit:
		return t.Written(expression.Type)
	case *ast.FuncLit:
		return t.Written(expression.Type)
	case *ast.TypeAssertExpr:
		return t.Written(expression.Type)
	}
	return nil
}

var ofLiteral = map[token.Token]reflect.Type{
	token.INT: Int, token.FLOAT: Float, token.STRING: Text, token.CHAR: reflect.TypeFor[rune](),
}

// elementOf is what indexing a type gives; of a string, a byte.
func elementOf(of reflect.Type) reflect.Type {
	if of == nil {
		return nil
	}
	switch of.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map:
		return of.Elem()
	case reflect.String:
		return reflect.TypeFor[byte]()
	case reflect.Pointer:
		if of.Elem().Kind() == reflect.Array {
			return of.Elem().Elem()
		}
	}
	return nil
}

func (t *Types) ofSelector(selector *ast.SelectorExpr) reflect.Type {
	if function := Indicator(selector); function != nil {
		return function
	}
	owner := t.Of(selector.X)
	if owner == nil {
		return nil
	}
	if method, ok := owner.MethodByName(selector.Sel.Name); ok && owner.Kind() != reflect.Interface {
		return withoutReceiver(method.Type)
	}
	if field, ok := Field(owner, selector.Sel.Name); ok {
		return field.Type
	}
	return nil
}

func withoutReceiver(method reflect.Type) reflect.Type {
	var in, out []reflect.Type
	for i := 1; i < method.NumIn(); i++ {
		in = append(in, method.In(i))
	}
	for i := range method.NumOut() {
		out = append(out, method.Out(i))
	}
	return reflect.FuncOf(in, out, method.IsVariadic())
}

func (t *Types) ofUnary(expression *ast.UnaryExpr) reflect.Type {
	operand := t.Of(expression.X)
	switch {
	case expression.Op == token.NOT:
		return Truth
	case expression.Op == token.AND && operand != nil:
		return reflect.PointerTo(operand)
	}
	return operand
}

func (t *Types) ofBinary(expression *ast.BinaryExpr) reflect.Type {
	switch expression.Op {
	case token.EQL, token.NEQ, token.LSS, token.GTR, token.LEQ, token.GEQ, token.LAND, token.LOR:
		return Truth
	case token.SHL, token.SHR:
		return t.Of(expression.X)
	}
	left, right := meant(t.Of(expression.X)), meant(t.Of(expression.Y))
	switch {
	case left == nil:
		return right
	case right == nil:
		return left
	case left == Int && right == Float && IsConstant(expression.X), IsConstant(expression.X) && !IsConstant(expression.Y):
		return right
	case left == Int && right == Float:
		return Float // what is meant where the two are mixed
	}
	return left
}

// meant is the number that an operand of arithmetic stands for: a pointer to one is read through.
func meant(of reflect.Type) reflect.Type {
	if of == FloatPointer {
		return Float
	}
	return of
}

// IsConstant tells whether an expression is made of literals and constants alone.
func IsConstant(expression ast.Expr) bool {
	switch expression := expression.(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		return expression.Obj != nil && expression.Obj.Kind == ast.Con ||
			expression.Obj == nil && (expression.Name == "true" || expression.Name == "false")
	case *ast.ParenExpr:
		return IsConstant(expression.X)
	case *ast.UnaryExpr:
		return expression.Op != token.AND && IsConstant(expression.X)
	case *ast.BinaryExpr:
		return IsConstant(expression.X) && IsConstant(expression.Y)
	}
	return false
}

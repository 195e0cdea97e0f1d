package repair

import (
	"go/ast"
	"go/token"
	"reflect"

	"github.com/trader-error-recovery/runtime/symbols"
	"github.com/trader-error-recovery/runtime/types"
)

var (
	numberType    = reflect.TypeFor[float64]()
	numberPointer = reflect.TypeFor[*float64]()
	integerType   = reflect.TypeFor[int]()
	truthType     = reflect.TypeFor[bool]()
	textType      = reflect.TypeFor[string]()
)

// named are the types that code can write by name.
var named = map[string]reflect.Type{
	"float64": numberType, "int": integerType, "int64": reflect.TypeFor[int64](), "bool": truthType, "string": textType,
	"Kline": reflect.TypeFor[types.Kline](), "MarketData": reflect.TypeFor[types.MarketData](),
	"SimplifiedTicker": reflect.TypeFor[types.SimplifiedTicker](), "Ticker": reflect.TypeFor[types.Ticker](),
}

// typeOf infers the type of an expression as far as repairs need it, nil where it does not know. The real functions
// and structs serve as the type information: a full type checker would add a megabyte to the module.
func typeOf(expression ast.Expr) reflect.Type {
	switch expression := expression.(type) {
	case *ast.ParenExpr:
		return typeOf(expression.X)
	case *ast.Ident:
		return typeOfName(expression)
	case *ast.BasicLit:
		return map[token.Token]reflect.Type{token.INT: integerType, token.FLOAT: numberType, token.STRING: textType}[expression.Kind]
	case *ast.SelectorExpr:
		return typeOfField(typeOf(expression.X), expression.Sel.Name)
	case *ast.IndexExpr:
		return element(typeOf(expression.X), reflect.Slice, reflect.Map, reflect.Array)
	case *ast.SliceExpr:
		return typeOf(expression.X)
	case *ast.StarExpr:
		return element(typeOf(expression.X), reflect.Pointer)
	case *ast.UnaryExpr:
		return typeOfUnary(expression)
	case *ast.BinaryExpr:
		return typeOfBinary(expression)
	case *ast.CallExpr:
		return typeOfCall(expression)
	case *ast.CompositeLit:
		return written(expression.Type)
	}
	return nil
}

func element(of reflect.Type, kinds ...reflect.Kind) reflect.Type {
	if of == nil {
		return nil
	}
	for _, kind := range kinds {
		if of.Kind() == kind {
			return of.Elem()
		}
	}
	return nil
}

func typeOfField(owner reflect.Type, name string) reflect.Type {
	if owner != nil && owner.Kind() == reflect.Pointer {
		owner = owner.Elem()
	}
	if owner == nil || owner.Kind() != reflect.Struct {
		return nil
	}
	if field, ok := owner.FieldByName(name); ok {
		return field.Type
	}
	return nil
}

func typeOfUnary(expression *ast.UnaryExpr) reflect.Type {
	operand := typeOf(expression.X)
	if expression.Op == token.AND && operand != nil {
		return reflect.PointerTo(operand)
	}
	return operand
}

func typeOfBinary(expression *ast.BinaryExpr) reflect.Type {
	switch expression.Op {
	case token.EQL, token.NEQ, token.LSS, token.GTR, token.LEQ, token.GEQ, token.LAND, token.LOR:
		return truthType
	}
	left, right := typeOf(expression.X), typeOf(expression.Y)
	switch {
	case left == numberPointer || right == numberPointer:
		return numberType // what was meant, and what it is once the pointer is read through
	case left == nil || left == integerType && right != nil:
		return right // an untyped constant takes the type of the other side
	}
	return left
}

func typeOfCall(call *ast.CallExpr) reflect.Type {
	if function := indicator(call); function != nil {
		return function.Out(0)
	}
	name, ok := call.Fun.(*ast.Ident)
	if !ok {
		return written(call.Fun)
	}
	switch {
	case name.Name == "len" || name.Name == "cap":
		return integerType
	case (name.Name == "append" || name.Name == "make") && len(call.Args) > 0:
		if name.Name == "make" {
			return written(call.Args[0])
		}
		return typeOf(call.Args[0])
	case name.Obj == nil:
		return named[name.Name]
	}
	return result(literalOf(name))
}

// indicator is the type of the existing indicator that a call names.
func indicator(call *ast.CallExpr) reflect.Type {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !isPackage(selector.X, "indicators") {
		return nil
	}
	if function, ok := symbols.Indicators[selector.Sel.Name]; ok {
		return reflect.TypeOf(function)
	}
	return nil
}

func isPackage(expression ast.Expr, name string) bool {
	identifier, ok := expression.(*ast.Ident)
	return ok && identifier.Name == name && identifier.Obj == nil
}

func result(function *ast.FuncLit) reflect.Type {
	if function == nil || function.Type.Results == nil || len(function.Type.Results.List) != 1 {
		return nil
	}
	return written(function.Type.Results.List[0].Type)
}

// written is the type that a type expression names.
func written(expression ast.Expr) reflect.Type {
	switch expression := expression.(type) {
	case *ast.ParenExpr:
		return written(expression.X)
	case *ast.Ident:
		return named[expression.Name]
	case *ast.SelectorExpr:
		if isPackage(expression.X, "types") {
			return named[expression.Sel.Name]
		}
	case *ast.StarExpr:
		if pointed := written(expression.X); pointed != nil {
			return reflect.PointerTo(pointed)
		}
	case *ast.ArrayType:
		if elements := written(expression.Elt); elements != nil {
			return reflect.SliceOf(elements)
		}
	}
	return nil
}

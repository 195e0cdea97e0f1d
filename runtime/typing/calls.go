package typing

import (
	"go/ast"
	"reflect"
)

// Results are the types that a call gives, none where they are not known. A conversion gives its type.
func (t *Types) Results(call *ast.CallExpr) []reflect.Type {
	if name, ok := call.Fun.(*ast.Ident); ok && name.Obj == nil {
		if result := t.builtin(name.Name, call.Args); result != nil {
			return []reflect.Type{result}
		}
	}
	if function := t.Of(call.Fun); function != nil {
		if function.Kind() != reflect.Func {
			return nil
		}
		results := make([]reflect.Type, function.NumOut())
		for i := range results {
			results[i] = function.Out(i)
		}
		return results
	}
	if len(call.Args) == 1 {
		if converted := t.Written(call.Fun); converted != nil {
			return []reflect.Type{converted}
		}
	}
	return nil
}

func (t *Types) builtin(name string, arguments []ast.Expr) reflect.Type {
	switch {
	case name == "len" || name == "cap" || name == "copy":
		return Int
	case len(arguments) == 0:
		return nil
	case name == "append" || name == "min" || name == "max":
		return t.Of(arguments[0])
	case name == "make":
		return t.Written(arguments[0])
	case name == "new":
		if pointed := t.Written(arguments[0]); pointed != nil {
			return reflect.PointerTo(pointed)
		}
	}
	return nil
}

// Parameters are the types that a call's function takes, one for each argument given; nil where one is not known.
func (t *Types) Parameters(call *ast.CallExpr) []reflect.Type {
	wanted := make([]reflect.Type, len(call.Args))
	function := t.Of(call.Fun)
	if function == nil || function.Kind() != reflect.Func {
		return wanted
	}
	for i := range wanted {
		switch last := function.NumIn() - 1; {
		case function.IsVariadic() && i >= last && !call.Ellipsis.IsValid():
			wanted[i] = function.In(last).Elem()
		case i <= last:
			wanted[i] = function.In(i)
		}
	}
	return wanted
}

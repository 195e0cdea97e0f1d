package typing

import (
	"go/ast"
	"go/token"
	"reflect"
)

// ofName is the type of a variable, constant or parameter by its declaration.
func (t *Types) ofName(name *ast.Ident) reflect.Type {
	if name.Obj == nil {
		return predeclared[name.Name]
	}
	if found, ok := t.objects[name.Obj]; ok {
		return found
	}
	if t.active[name.Obj] {
		return nil
	}
	t.active[name.Obj] = true
	found := t.declared(name.Obj)
	delete(t.active, name.Obj)
	if len(t.active) == 0 {
		t.objects[name.Obj] = found
	}
	return found
}

var predeclared = map[string]reflect.Type{"true": Truth, "false": Truth}

func (t *Types) declared(object *ast.Object) reflect.Type {
	switch declaration := object.Decl.(type) {
	case *ast.Field:
		return t.Written(declaration.Type)
	case *ast.ValueSpec:
		if declaration.Type != nil {
			return t.Written(declaration.Type)
		}
		return t.assigned(object.Name, identifiers(declaration.Names), declaration.Values)
	case *ast.AssignStmt:
		if guard := typeSwitch(declaration); guard != nil {
			return nil
		}
		return t.assigned(object.Name, declaration.Lhs, declaration.Rhs)
	case *ast.FuncDecl:
		return t.Written(declaration.Type)
	}
	return nil
}

func typeSwitch(assignment *ast.AssignStmt) ast.Expr {
	if len(assignment.Rhs) == 1 {
		if assertion, ok := assignment.Rhs[0].(*ast.TypeAssertExpr); ok && assertion.Type == nil {
			return assertion
		}
	}
	return nil
}

func identifiers(names []*ast.Ident) []ast.Expr {
	expressions := make([]ast.Expr, len(names))
	for i, name := range names {
		expressions[i] = name
	}
	return expressions
}

// assigned is the type that one of the names on the left takes from its value on the right.
func (t *Types) assigned(name string, left, right []ast.Expr) reflect.Type {
	value, index := valueOf(name, left, right)
	if value == nil {
		return nil
	}
	if loop, ok := value.(*ast.UnaryExpr); ok && loop.Op == token.RANGE {
		return t.ranged(loop.X, index)
	}
	if len(right) == 1 && len(left) > 1 {
		return t.several(value, index)
	}
	return t.Of(value)
}

// several is one of the values that a single expression on the right gives to names on the left.
func (t *Types) several(value ast.Expr, index int) reflect.Type {
	if call, ok := value.(*ast.CallExpr); ok {
		results := t.Results(call)
		switch {
		case index < len(results):
			return results[index]
		case index == 0 && len(results) > 0:
			return results[0]
		}
		return nil
	}
	if index > 0 {
		return Truth // the second value of a map index or type assertion
	}
	return t.Of(value)
}

func (t *Types) ranged(over ast.Expr, index int) reflect.Type {
	container := t.Of(over)
	if container == nil {
		return nil
	}
	switch {
	case container.Kind() == reflect.Map && index == 0:
		return container.Key()
	case container.Kind() == reflect.String && index == 1:
		return reflect.TypeFor[rune]()
	case index == 0:
		return Int
	}
	return elementOf(container)
}

func valueOf(name string, left, right []ast.Expr) (ast.Expr, int) {
	for i, target := range left {
		if identifier, ok := target.(*ast.Ident); !ok || identifier.Name != name {
			continue
		}
		switch {
		case len(right) == 1:
			return right[0], i
		case i < len(right):
			return right[i], i
		}
	}
	return nil, 0
}

// Declared is the expression that a variable is declared with, if it is declared alone; nil otherwise.
func Declared(name *ast.Ident) ast.Expr {
	if name.Obj == nil {
		return nil
	}
	switch declaration := name.Obj.Decl.(type) {
	case *ast.AssignStmt:
		if len(declaration.Lhs) == len(declaration.Rhs) {
			value, _ := valueOf(name.Name, declaration.Lhs, declaration.Rhs)
			return value
		}
	case *ast.ValueSpec:
		if len(declaration.Names) == len(declaration.Values) {
			value, _ := valueOf(name.Name, identifiers(declaration.Names), declaration.Values)
			return value
		}
	}
	return nil
}

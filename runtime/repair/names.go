package repair

import (
	"go/ast"
	"reflect"
	"strings"
)

// typeOfName follows a variable to where it is declared. The parser resolves names within the function, which is all
// the code there is.
func typeOfName(name *ast.Ident) reflect.Type {
	if name.Name == "true" || name.Name == "false" {
		return truthType
	}
	if name.Obj == nil {
		return nil
	}
	switch declaration := name.Obj.Decl.(type) {
	case *ast.Field:
		return written(declaration.Type)
	case *ast.ValueSpec:
		if declaration.Type != nil {
			return written(declaration.Type)
		}
		return assigned(name.Name, identifiers(declaration.Names), declaration.Values)
	case *ast.AssignStmt:
		return assigned(name.Name, declaration.Lhs, declaration.Rhs)
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
func assigned(name string, left, right []ast.Expr) reflect.Type {
	value, index := valueOf(name, left, right)
	if loop, ok := value.(*ast.UnaryExpr); ok && loop.Op.String() == "range" {
		ranged := typeOf(loop.X)
		if index == 0 && ranged != nil && ranged.Kind() != reflect.Map {
			return integerType
		}
		if index == 0 && ranged != nil {
			return ranged.Key()
		}
		return element(ranged, reflect.Slice, reflect.Map, reflect.Array)
	}
	if value == nil {
		return nil
	}
	if index > 0 && len(right) == 1 {
		return truthType // the second value of a map index or type assertion
	}
	return typeOf(value)
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

// declaredAs is the expression that a variable is declared with, if it is declared alone.
func declaredAs(name *ast.Ident) ast.Expr {
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

func literalOf(name *ast.Ident) *ast.FuncLit {
	literal, _ := declaredAs(name).(*ast.FuncLit)
	return literal
}

func (f finding) replace(node ast.Node, text string) edit {
	return edit{f.Program.Index(node.Pos()), f.Program.Index(node.End()), text}
}

func squeeze(text string) string {
	return strings.Join(strings.Fields(text), "")
}

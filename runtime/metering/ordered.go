package metering

import (
	"go/ast"
	"go/token"
	"reflect"
)

// ordered makes `for k, v := range m` over a map with text for keys go by the order of its keys:
//
//	for _, key := range meter.Keys(m) { k := key; v := m[k]; ... }
//
// The executor's order differs from run to run; a proof must not.
func (i instrumenter) ordered(statement ast.Stmt) ast.Stmt {
	loop, ok := statement.(*ast.RangeStmt)
	label, labelled := statement.(*ast.LabeledStmt)
	if labelled {
		loop, ok = label.Stmt.(*ast.RangeStmt)
	}
	if !ok || loop.Key == nil || !i.overTexts(loop.X) {
		return statement
	}
	position := loop.Pos()
	value := ast.Expr(&ast.IndexExpr{X: loop.X, Lbrack: position, Index: name(keyName, position), Rbrack: position})
	var first []ast.Stmt
	if !isBlank(loop.Key) {
		first = append(first, assign(loop.Key, loop.Tok, name(keyName, position)))
	}
	if loop.Value != nil && !isBlank(loop.Value) {
		first = append(first, assign(loop.Value, loop.Tok, value))
	}
	loop.Body.List = append(first, loop.Body.List...)
	keys := call("Keys", position, loop.X)
	loop.Key, loop.Value, loop.X, loop.Tok = name("_", position), name(keyName, position), keys, token.DEFINE
	return statement
}

// overTexts tells a map with text for keys that can be named twice.
func (i instrumenter) overTexts(over ast.Expr) bool {
	kind := i.types.Of(over)
	if kind == nil || kind.Kind() != reflect.Map || kind.Key().Kind() != reflect.String || kind.Key().Name() != "string" {
		return false
	}
	switch over := over.(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		_, ok := over.X.(*ast.Ident)
		return ok
	}
	return false
}

func isBlank(expression ast.Expr) bool {
	identifier, ok := expression.(*ast.Ident)
	return ok && identifier.Name == "_"
}

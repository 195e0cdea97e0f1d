package metering

import (
	"go/ast"
	"go/token"
	"reflect"
)

// ordered makes `for k, v := range m` over a map with text for keys go by the order of its keys:
//
//	{
//		ranged := m; k := ""; v := ranged[""]
//		for _, key := range meter.Keys(ranged) {
//			value, present := ranged[key]
//			if !present { continue }
//			k, v = key, value
//			...
//		}
//	}
//
// The executor's order differs from run to run; a proof must not. All else is as the interpreter has it: one variable
// for all turns, which is a new one even where the code assigns to an old one.
func (i instrumenter) ordered(statement ast.Stmt) ast.Stmt {
	loop, ok := statement.(*ast.RangeStmt)
	if label, labelled := statement.(*ast.LabeledStmt); labelled && !i.jumpedTo(label.Label.Name) {
		loop, ok = label.Stmt.(*ast.RangeStmt)
	}
	if !ok || loop.Key == nil || !isTextMap(i.types.Of(loop.X)) {
		return statement
	}
	position := loop.Pos()
	ranged := func() ast.Expr { return name(rangedName, position) }
	at := func(key ast.Expr) ast.Expr {
		return &ast.IndexExpr{X: ranged(), Lbrack: position, Index: key, Rbrack: position}
	}
	before := []ast.Stmt{assign(ranged(), token.DEFINE, loop.X)}
	present := &ast.AssignStmt{
		Lhs: []ast.Expr{name(valueName, position), name(presentName, position)}, TokPos: position, Tok: token.DEFINE,
		Rhs: []ast.Expr{at(name(keyName, position))},
	}
	first := []ast.Stmt{present, &ast.IfStmt{
		If: position, Cond: &ast.UnaryExpr{OpPos: position, Op: token.NOT, X: name(presentName, position)},
		Body: block(position, &ast.BranchStmt{TokPos: position, Tok: token.CONTINUE}),
	}}
	if !isBlank(loop.Key) {
		before = append(before, assign(loop.Key, token.DEFINE, text("", position)))
		first = append(first, assign(loop.Key, token.ASSIGN, name(keyName, position)))
	}
	if loop.Value != nil && !isBlank(loop.Value) {
		before = append(before, assign(loop.Value, token.DEFINE, at(text("", position))))
		first = append(first, assign(loop.Value, token.ASSIGN, name(valueName, position)))
	}
	loop.Body.List = append(first, loop.Body.List...)
	loop.Key, loop.Value, loop.X, loop.Tok = name("_", position), name(keyName, position), call("Keys", position, ranged()), token.DEFINE
	return block(position, append(before, statement)...)
}

func isTextMap(kind reflect.Type) bool {
	return kind != nil && kind.Kind() == reflect.Map && kind.Key().Kind() == reflect.String && kind.Key().Name() == "string"
}

// jumpedTo tells whether a goto leads to a label, which must not get into a block of its own then.
func (i instrumenter) jumpedTo(label string) bool {
	found := false
	ast.Inspect(i.program.Body, func(node ast.Node) bool {
		if branch, ok := node.(*ast.BranchStmt); ok && jumps(branch) && branch.Label != nil && branch.Label.Name == label {
			found = true
		}
		return !found
	})
	return found
}

func isBlank(expression ast.Expr) bool {
	identifier, ok := expression.(*ast.Ident)
	return ok && identifier.Name == "_"
}

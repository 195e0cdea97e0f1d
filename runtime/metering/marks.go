package metering

import (
	"go/ast"
	"go/token"
	"strconv"

	"github.com/trader-error-recovery/runtime/source"
)

func (i instrumenter) mark(position token.Pos) ast.Stmt {
	return assign(pointed(markName, position), token.ASSIGN, number(i.program.Index(position), position))
}

// returningMark makes a closure give the mark back to its caller as it returns, and only then: after a panic the mark
// stays where it was. It returns what the closure has to begin with.
func (i instrumenter) returningMark(function *ast.FuncLit) []ast.Stmt {
	start := function.Body.Lbrace
	i.returns(function)
	if function.Type.Results == nil {
		function.Body.List = append(function.Body.List, restore(function.Body.Rbrace))
	}
	return []ast.Stmt{assign(name(savedName, start), token.DEFINE, pointed(markName, start))}
}

func restore(position token.Pos) ast.Stmt {
	return assign(pointed(markName, position), token.ASSIGN, name(savedName, position))
}

// returns changes `return x` to `{ var value T = x; *mark = saved; return value }` in one function, not in those within.
func (i instrumenter) returns(function *ast.FuncLit) {
	var found []*ast.Stmt
	note := func(list []ast.Stmt) {
		for n := range list {
			if _, ok := list[n].(*ast.ReturnStmt); ok {
				found = append(found, &list[n])
			}
		}
	}
	ast.Inspect(function.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BlockStmt:
			note(node.List)
		case *ast.CaseClause:
			note(node.Body)
		}
		return true
	})
	for _, statement := range found {
		*statement = i.restoring((*statement).(*ast.ReturnStmt), function.Type.Results)
	}
}

func (i instrumenter) restoring(returned *ast.ReturnStmt, results *ast.FieldList) ast.Stmt {
	position := returned.Pos()
	if results == nil || len(returned.Results) == 0 || len(results.List[0].Names) > 0 {
		return block(position, restore(position), returned)
	}
	if len(returned.Results) != len(results.List) {
		// The results of one call; they cannot fail any more once the call is made.
		values := valueNames(len(results.List), position)
		kept := &ast.AssignStmt{Lhs: values, TokPos: position, Tok: token.DEFINE, Rhs: returned.Results}
		return block(position, kept, restore(position), &ast.ReturnStmt{Return: position, Results: values})
	}
	var statements []ast.Stmt
	values := valueNames(len(results.List), position)
	for n, value := range values {
		statements = append(statements, &ast.DeclStmt{Decl: &ast.GenDecl{TokPos: position, Tok: token.VAR, Specs: []ast.Spec{&ast.ValueSpec{
			Names: []*ast.Ident{value.(*ast.Ident)}, Type: results.List[n].Type, Values: returned.Results[n : n+1],
		}}}})
	}
	return block(position, append(statements, restore(position), &ast.ReturnStmt{Return: position, Results: values})...)
}

func valueNames(count int, position token.Pos) []ast.Expr {
	names := make([]ast.Expr, count)
	for n := range names {
		names[n] = name(valueName+strconv.Itoa(n), position)
	}
	return names
}

// Probe says what to note before the statement at an offset of the user's code: each expression is evaluated if all
// of its conditions hold.
type Probe struct {
	Offset int
	Values []Watched
}

// Watched is an expression of the program's own tree, or built from it, that is safe to evaluate once Unless is not nil.
type Watched struct {
	Name   string
	Value  ast.Expr
	Unless ast.Expr // a pointer; while it is nil the value cannot be had
}

func (p *Probe) at(program *source.Program, statement ast.Stmt) bool {
	return p != nil && program.Index(statement.Pos()) == p.Offset
}

func (p *Probe) notes(position token.Pos) []ast.Stmt {
	noted := []ast.Stmt{expression(call("Passage", position))}
	for _, watched := range p.Values {
		note := expression(call("Note", position, text(watched.Name, position), watched.Value))
		if watched.Unless != nil {
			condition := &ast.BinaryExpr{X: watched.Unless, OpPos: position, Op: token.NEQ, Y: name("nil", position)}
			note = &ast.IfStmt{If: position, Cond: condition, Body: block(position, note)}
		}
		noted = append(noted, note)
	}
	return noted
}

package source

import (
	"go/ast"
	"go/token"
	"strconv"
)

// MeterPath is the import path of the package that instrumented code charges its work to.
const MeterPath = "meter"

// These names cannot be written in Go, so no code can use, shadow or assign what they stand for.
const (
	meterName = "\x00meter"
	fuelName  = "\x00fuel"
	lineName  = "\x00line"
)

// Options says what to add to a program.
type Options struct {
	Lines bool // note the line of every statement before it runs
}

// Instrument makes the program pay for every turn of a loop, jump and function call before it is made.
// Added nodes take the positions of those they stand before, so reported positions stay true.
func (p *Program) Instrument(options Options) {
	instrumented := instrumenter{program: p, lines: options.Lines}
	instrumented.walk(p.Body)
	p.Body.List = append(instrumented.enter(p.Body.Lbrace), p.Body.List...)
	p.File.Decls = append([]ast.Decl{meterImport(), pointer(fuelName, "Fuel"), pointer(lineName, "Line")}, p.File.Decls...)
}

type instrumenter struct {
	program *Program
	lines   bool
}

func (i instrumenter) walk(root ast.Node) {
	var charged []func()
	ast.Inspect(root, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.BlockStmt:
			node.List = i.list(node.List)
		case *ast.CaseClause:
			node.Body = i.list(node.Body)
		case *ast.ForStmt:
			charged = append(charged, func() { i.turn(node.Body, node.Pos()) })
		case *ast.RangeStmt:
			charged = append(charged, func() { i.turn(node.Body, node.Pos()) })
		case *ast.FuncLit:
			charged = append(charged, func() { node.Body.List = append(i.enter(node.Body.Lbrace), node.Body.List...) })
		}
		return true
	})
	for _, charge := range charged {
		charge()
	}
}

// list puts line marks before statements and a charge before jumps; a loop of gotos passes through one of those each turn.
func (i instrumenter) list(statements []ast.Stmt) []ast.Stmt {
	result := make([]ast.Stmt, 0, len(statements))
	for _, statement := range statements {
		if i.lines {
			result = append(result, i.mark(statement.Pos()))
		}
		if jumps(statement) {
			result = append(result, charge(statement.Pos())...)
		}
		if labelled, ok := statement.(*ast.LabeledStmt); ok && jumps(labelled.Stmt) {
			// The label must stand before the charge, or the jump would skip it.
			labelled.Stmt = &ast.BlockStmt{Lbrace: labelled.Stmt.Pos(), List: []ast.Stmt{labelled.Stmt}, Rbrace: labelled.Stmt.End()}
		}
		result = append(result, statement)
	}
	return result
}

func jumps(statement ast.Stmt) bool {
	branch, ok := statement.(*ast.BranchStmt)
	return ok && branch.Tok == token.GOTO
}

// turn charges for one turn of a loop; the mark at its end lets a failing condition be told from the last statement.
func (i instrumenter) turn(body *ast.BlockStmt, loop token.Pos) {
	body.List = append(charge(body.Lbrace), body.List...)
	if i.lines {
		body.List = append(body.List, i.mark(loop))
	}
}

func (i instrumenter) enter(position token.Pos) []ast.Stmt {
	return append([]ast.Stmt{
		&ast.ExprStmt{X: call("Enter", position)},
		&ast.DeferStmt{Defer: position, Call: call("Leave", position)},
	}, charge(position)...)
}

func (i instrumenter) mark(position token.Pos) ast.Stmt {
	line := strconv.Itoa(i.program.Place(position).Line)
	return &ast.AssignStmt{
		Lhs:    []ast.Expr{pointed(lineName, position)},
		TokPos: position,
		Tok:    token.ASSIGN,
		Rhs:    []ast.Expr{&ast.BasicLit{ValuePos: position, Kind: token.INT, Value: line}},
	}
}

// charge is `*fuel--; if *fuel < 0 { meter.Refill() }`: interpreted, because calling out costs more. It goes through a
// pointer because the interpreter takes an imported variable in a comparison for a constant.
func charge(position token.Pos) []ast.Stmt {
	return []ast.Stmt{
		&ast.IncDecStmt{X: pointed(fuelName, position), TokPos: position, Tok: token.DEC},
		&ast.IfStmt{
			If: position,
			Cond: &ast.BinaryExpr{
				X:     pointed(fuelName, position),
				OpPos: position,
				Op:    token.LSS,
				Y:     &ast.BasicLit{ValuePos: position, Kind: token.INT, Value: "0"},
			},
			Body: &ast.BlockStmt{Lbrace: position, List: []ast.Stmt{&ast.ExprStmt{X: call("Refill", position)}}, Rbrace: position},
		},
	}
}

func pointed(name string, position token.Pos) ast.Expr {
	return &ast.StarExpr{Star: position, X: &ast.Ident{Name: name, NamePos: position}}
}

func call(name string, position token.Pos) *ast.CallExpr {
	return &ast.CallExpr{Fun: selector(name, position), Lparen: position, Rparen: position}
}

func selector(name string, position token.Pos) ast.Expr {
	return &ast.SelectorExpr{
		X:   &ast.Ident{Name: meterName, NamePos: position},
		Sel: &ast.Ident{Name: name, NamePos: position},
	}
}

func meterImport() ast.Decl {
	path := &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(MeterPath)}
	return &ast.GenDecl{Tok: token.IMPORT, Specs: []ast.Spec{&ast.ImportSpec{Name: ast.NewIdent(meterName), Path: path}}}
}

func pointer(name, getter string) ast.Decl {
	return &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{&ast.ValueSpec{
		Names:  []*ast.Ident{ast.NewIdent(name)},
		Values: []ast.Expr{call(getter, token.NoPos)},
	}}}
}

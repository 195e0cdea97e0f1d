package metering

import (
	"go/ast"
	"go/token"
	"strconv"
)

// Path is the import path of the package that instrumented code charges its work to.
const Path = "meter"

// These names cannot be written in Go, so no code can use, shadow or assign what they stand for.
const (
	meterName = "\x00meter"
	fuelName  = "\x00fuel"
	markName  = "\x00mark"
	keyName   = "\x00key"
	savedName = "\x00saved"
	valueName = "\x00value"

	rangedName  = "\x00ranged"
	presentName = "\x00present"
)

// charge is `*fuel--; if *fuel < 0 { meter.Refill() }`: interpreted, because calling out costs more. It goes through a
// pointer because the interpreter takes an imported variable in a comparison for a constant.
func charge(position token.Pos, steps int) []ast.Stmt {
	var pay ast.Stmt = &ast.IncDecStmt{X: pointed(fuelName, position), TokPos: position, Tok: token.DEC}
	if steps > 1 {
		pay = assign(pointed(fuelName, position), token.SUB_ASSIGN, number(steps, position))
	}
	return []ast.Stmt{pay, &ast.IfStmt{
		If:   position,
		Cond: &ast.BinaryExpr{X: pointed(fuelName, position), OpPos: position, Op: token.LSS, Y: number(0, position)},
		Body: block(position, expression(call("Refill", position))),
	}}
}

func block(position token.Pos, statements ...ast.Stmt) *ast.BlockStmt {
	return &ast.BlockStmt{Lbrace: position, List: statements, Rbrace: position}
}

func assign(left ast.Expr, operator token.Token, right ast.Expr) *ast.AssignStmt {
	return &ast.AssignStmt{Lhs: []ast.Expr{left}, TokPos: left.Pos(), Tok: operator, Rhs: []ast.Expr{right}}
}

func expression(called ast.Expr) ast.Stmt { return &ast.ExprStmt{X: called} }

func number(value int, position token.Pos) ast.Expr {
	return &ast.BasicLit{ValuePos: position, Kind: token.INT, Value: strconv.Itoa(value)}
}

func text(value string, position token.Pos) ast.Expr {
	return &ast.BasicLit{ValuePos: position, Kind: token.STRING, Value: strconv.Quote(value)}
}

func name(text string, position token.Pos) *ast.Ident {
	return &ast.Ident{Name: text, NamePos: position}
}

func pointed(text string, position token.Pos) ast.Expr {
	return &ast.StarExpr{Star: position, X: name(text, position)}
}

func call(function string, position token.Pos, arguments ...ast.Expr) *ast.CallExpr {
	selector := &ast.SelectorExpr{X: name(meterName, position), Sel: name(function, position)}
	return &ast.CallExpr{Fun: selector, Lparen: position, Args: arguments, Rparen: position}
}

func importMeter() ast.Decl {
	path := &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(Path)}
	return &ast.GenDecl{Tok: token.IMPORT, Specs: []ast.Spec{&ast.ImportSpec{Name: ast.NewIdent(meterName), Path: path}}}
}

func variable(text, getter string) ast.Decl {
	return &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{&ast.ValueSpec{
		Names: []*ast.Ident{ast.NewIdent(text)}, Values: []ast.Expr{call(getter, token.NoPos)},
	}}}
}

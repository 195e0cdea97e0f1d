package metering

import (
	"go/ast"
	"go/token"

	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/typing"
)

// Options says what to add to a program besides charges.
type Options struct {
	Marks bool   // note the place of every statement before it runs
	Probe *Probe // note values before one statement runs
}

// Instrument makes the program pay for every turn of a loop, jump, function call and for whatever native code does on
// its behalf, and makes its ranges over maps orderly. Added nodes take the positions of those they stand for, so
// reported positions stay true.
func Instrument(program *source.Program, options Options) {
	body := program.Body
	changes := instrumenter{program: program, types: typing.New(), options: options, own: statementsOf(body)}
	size := count(body)
	changes.natives(body)
	changes.statements(body)
	entry := charge(body.Lbrace, size)
	if calls(body, program.Component.Function()) {
		entry = append(guarded(body.Lbrace), entry...)
	}
	body.List = append(entry, body.List...)
	program.File.Decls = append([]ast.Decl{importMeter(), variable(fuelName, "Fuel"), variable(markName, "Mark")}, program.File.Decls...)
}

type instrumenter struct {
	program *source.Program
	types   *typing.Types
	options Options
	own     map[ast.Stmt]bool // what the author wrote, unlike what is added
}

func statementsOf(root ast.Node) map[ast.Stmt]bool {
	found := map[ast.Stmt]bool{}
	ast.Inspect(root, func(node ast.Node) bool {
		if statement, ok := node.(ast.Stmt); ok {
			found[statement] = true
		}
		return true
	})
	return found
}

// statements adds what is paid at every turn and entry. Lists are extended on the way, charges put in afterwards, so
// that costs are those of the code as its author wrote it.
func (i instrumenter) statements(root ast.Node) {
	var charges []func()
	later := func(change func()) { charges = append(charges, change) }
	ast.Inspect(root, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.BlockStmt:
			node.List = i.list(node.List)
		case *ast.CaseClause:
			node.Body = i.list(node.Body)
		case *ast.DeferStmt:
			later(func() { i.deferred(node) })
		case *ast.IfStmt:
			later(func() { i.elseIf(node) })
		case *ast.ForStmt:
			size := count(node)
			later(func() { i.turn(node.Body, node.Pos(), size) })
		case *ast.RangeStmt:
			size := count(node)
			later(func() { i.turn(node.Body, node.Pos(), size) })
		case *ast.FuncLit:
			size := count(node.Body)
			later(func() { i.closure(node, size) })
		}
		return true
	})
	for _, charge := range charges {
		charge()
	}
}

// list puts marks before statements and a charge before jumps; a loop of gotos passes through one of those each turn.
func (i instrumenter) list(statements []ast.Stmt) []ast.Stmt {
	result := make([]ast.Stmt, 0, 2*len(statements))
	for _, statement := range statements {
		if _, clause := statement.(*ast.CaseClause); clause || !i.own[statement] {
			result = append(result, statement)
			continue
		}
		if i.options.Probe.at(i.program, statement) {
			result = append(result, i.options.Probe.notes(statement.Pos())...)
		}
		if i.options.Marks {
			result = append(result, i.mark(statement.Pos()))
		}
		if labelled, ok := statement.(*ast.LabeledStmt); ok && jumps(labelled.Stmt) {
			// The label must stand before the charge, or the jump would skip it.
			labelled.Stmt = block(labelled.Stmt.Pos(), labelled.Stmt)
		}
		if jumps(statement) {
			result = append(result, charge(statement.Pos(), 1)...)
		}
		if i.unbounded(statement) {
			result = append(result, expression(call("Look", statement.Pos())))
		}
		result = append(result, i.ordered(statement))
	}
	return result
}

func jumps(statement ast.Stmt) bool {
	branch, ok := statement.(*ast.BranchStmt)
	return ok && branch.Tok == token.GOTO
}

// elseIf gives the second condition of a chain a place of its own to be marked at.
func (i instrumenter) elseIf(statement *ast.IfStmt) {
	if next, ok := statement.Else.(*ast.IfStmt); ok && i.options.Marks {
		statement.Else = &ast.BlockStmt{Lbrace: next.Pos(), List: []ast.Stmt{i.mark(next.Pos()), next}, Rbrace: next.End()}
	}
}

// deferred ends the run where the interpreter would wait for itself for ever: on a deferred function that is kept in a
// variable. The executor's time runs out there.
func (i instrumenter) deferred(statement *ast.DeferStmt) {
	if _, written := statement.Call.Fun.(*ast.FuncLit); written || i.outside(statement.Call.Fun) {
		return
	}
	position := statement.Pos()
	body := block(position, expression(call("Hang", position)))
	kind := &ast.FuncType{Func: position, Params: &ast.FieldList{Opening: position, Closing: position}}
	statement.Call = &ast.CallExpr{Fun: &ast.FuncLit{Type: kind, Body: body}, Lparen: position, Rparen: position}
}

// turn charges for one turn of a loop; the mark at its end lets a failing condition be told from the last statement.
func (i instrumenter) turn(body *ast.BlockStmt, loop token.Pos, size int) {
	body.List = append(charge(body.Lbrace, size), body.List...)
	if i.options.Marks {
		body.List = append(body.List, i.mark(loop))
	}
}

// closure charges for its entry. Only one that calls functions can recurse, and counts its depth.
func (i instrumenter) closure(function *ast.FuncLit, size int) {
	entry := charge(function.Body.Lbrace, size)
	if i.callsFunctions(function.Body) {
		entry = append(guarded(function.Body.Lbrace), entry...)
	}
	if i.options.Marks {
		entry = append(entry, i.returningMark(function)...)
	}
	function.Body.List = append(entry, function.Body.List...)
}

func guarded(position token.Pos) []ast.Stmt {
	return []ast.Stmt{
		expression(call("Enter", position)),
		&ast.DeferStmt{Defer: position, Call: call("Leave", position)},
	}
}

// callsFunctions tells whether a body calls anything but what exists outside of it, and so might come back to itself.
func (i instrumenter) callsFunctions(body ast.Node) bool {
	found := false
	ast.Inspect(body, func(node ast.Node) bool {
		if called, ok := node.(*ast.CallExpr); ok && !i.outside(called.Fun) {
			found = true
		}
		return !found
	})
	return found
}

// outside tells a builtin, conversion or indicator.
func (i instrumenter) outside(function ast.Expr) bool {
	switch function := function.(type) {
	case *ast.Ident:
		return function.Obj == nil && function.Name != i.program.Component.Function()
	case *ast.SelectorExpr:
		owner, ok := function.X.(*ast.Ident)
		return ok && owner.Obj == nil
	case *ast.ArrayType:
		return true
	}
	return false
}

func calls(body ast.Node, name string) bool {
	found := false
	ast.Inspect(body, func(node ast.Node) bool {
		if identifier, ok := node.(*ast.Ident); ok && identifier.Name == name {
			found = true
		}
		return !found
	})
	return found
}

// nodesPerStep is how much syntax is done within one step; what is done at once costs as much as it is long.
const nodesPerStep = 32

// count is the cost of running a piece of code once, without the loops and functions in it, which pay for themselves.
func count(root ast.Node) int {
	nodes := 0
	ast.Inspect(root, func(node ast.Node) bool {
		nodes++
		switch node.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.FuncLit:
			return node == root
		}
		return true
	})
	return 1 + nodes/nodesPerStep
}

package compare

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
)

// suspiciousAdditions are what no repair needs and the original did not have: writing to market data that others read, ending with
// a panic, printing, telling symbols or dates apart, and saying yes where data is missing.
func suspiciousAdditions(original string, was, is *source.Program) []Finding {
	var found []Finding
	add := func(code, message string, sites []ast.Node, before int) {
		if len(sites) > before {
			found = append(found, Finding{Code: code, Message: message, Line: is.Place(sites[0].Pos()).Line})
		}
	}
	before := additions{}
	if was != nil {
		before = additionsOf(was)
	}
	after := additionsOf(is)
	add("input_written", "The new code changes the market data that it is given, which others read as well.", after.writes, len(before.writes))
	add("panic_added", "The new code ends with an error on purpose.", after.panics, len(before.panics))
	add("output_added", "The new code prints, which a filter has no use for.", after.prints, len(before.prints))
	add("missing_data_matches", "The new code says yes where there is not enough data.", after.yesses, len(before.yesses))
	// What is no Go is looked at as text; a time that cannot be had, as of package time, may become one that can.
	if len(before.symbols) == 0 && (was != nil || !strings.Contains(original, "ymbol")) {
		add("symbol_singled_out", "The new code treats some symbols in another way than others, which the old one did not.", after.symbols, 0)
	}
	if len(before.times) == 0 && !strings.Contains(original, "time.") && (was != nil || !strings.Contains(original, "Time")) {
		add("date_singled_out", "The new code depends on the date or the time, which the old one did not.", after.times, 0)
	}
	return found
}

type additions struct {
	writes, panics, prints, yesses, symbols, times []ast.Node
}

func additionsOf(program *source.Program) additions {
	var found additions
	ast.Inspect(program.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.AssignStmt:
			for _, target := range node.Lhs {
				if node.Tok != token.DEFINE && writesInput(target) {
					found.writes = append(found.writes, node)
				}
			}
		case *ast.IncDecStmt:
			if writesInput(node.X) {
				found.writes = append(found.writes, node)
			}
		case *ast.CallExpr:
			found.noteCall(node)
		case *ast.SelectorExpr:
			switch node.Sel.Name {
			case "Symbol":
				found.symbols = append(found.symbols, node)
			case "Timestamp", "OpenTime", "CloseTime":
				found.times = append(found.times, node)
			}
		case *ast.IfStmt:
			if lacksData(node.Cond) && endsWithYes(program, node.Body.List) {
				found.yesses = append(found.yesses, node)
			}
		case *ast.CaseClause:
			for _, condition := range node.List {
				if lacksData(condition) && endsWithYes(program, node.Body) {
					found.yesses = append(found.yesses, node)
				}
			}
		case *ast.ReturnStmt:
			for _, result := range node.Results {
				if choice, ok := ast.Unparen(result).(*ast.BinaryExpr); ok && choice.Op == token.LOR && lacksData(choice) {
					found.yesses = append(found.yesses, node)
				}
			}
		}
		return true
	})
	return found
}

func (a *additions) noteCall(call *ast.CallExpr) {
	name, ok := call.Fun.(*ast.Ident)
	if !ok || name.Obj != nil || len(call.Args) == 0 {
		return
	}
	switch name.Name {
	case "panic":
		a.panics = append(a.panics, call)
	case "print", "println":
		a.prints = append(a.prints, call)
	case "copy", "clear", "delete":
		if isInput(call.Args[0]) {
			a.writes = append(a.writes, call)
		}
	case "append": // into the room behind a part of a list
		if part, ok := call.Args[0].(*ast.SliceExpr); ok && isInput(part) {
			a.writes = append(a.writes, call)
		}
	}
}

// writesInput tells whether setting this changes what the filter is given.
func writesInput(target ast.Expr) bool {
	whole := wholeOf(target)
	return whole != nil && isInput(whole)
}

// isInput tells whether an expression is, or is part of, what the filter is given.
func isInput(expression ast.Expr) bool {
	for expression != nil {
		if name, ok := expression.(*ast.Ident); ok {
			return name.Name == "data" || sharesInput(name)
		}
		expression = wholeOf(expression)
	}
	return false
}

// sharesInput tells a local through which the input can be written: a list, the map, a pointer; not a number or a copied candle.
func sharesInput(local *ast.Ident) bool {
	if local.Obj == nil {
		return false
	}
	switch declared := local.Obj.Decl.(type) {
	case *ast.ValueSpec:
		for i, name := range declared.Names {
			if name.Obj == local.Obj && i < len(declared.Values) {
				return isShared(declared.Values[i])
			}
		}
	case *ast.AssignStmt:
		for i, target := range declared.Lhs {
			name, ok := target.(*ast.Ident)
			if !ok || name.Obj != local.Obj {
				continue
			}
			// `k, ok := m[x]` and `for _, k := range m` have one value for two names.
			return isShared(declared.Rhs[min(i, len(declared.Rhs)-1)])
		}
	}
	return false
}

func isShared(value ast.Expr) bool {
	switch value := ast.Unparen(value).(type) {
	case *ast.IndexExpr:
		return isMap(value.X) && isInput(value.X) // of a list it is one candle, copied
	case *ast.UnaryExpr:
		if value.Op == token.RANGE {
			return isMap(value.X) && isInput(value.X)
		}
	}
	return isInput(value)
}

func isMap(expression ast.Expr) bool {
	field, ok := expression.(*ast.SelectorExpr)
	return ok && field.Sel.Name == "Klines"
}

// wholeOf is what an expression takes a part of, points to or puts in parentheses; nil for any other.
func wholeOf(expression ast.Expr) ast.Expr {
	switch expression := expression.(type) {
	case *ast.SelectorExpr:
		return expression.X
	case *ast.IndexExpr:
		return expression.X
	case *ast.SliceExpr:
		return expression.X
	case *ast.StarExpr:
		return expression.X
	case *ast.ParenExpr:
		return expression.X
	case *ast.UnaryExpr:
		if expression.Op == token.AND {
			return expression.X
		}
	}
	return nil
}

// lacksData tells a condition that asks for a missing value or a list that is too short, alone or joined to others by "or".
func lacksData(condition ast.Expr) bool {
	switch condition := ast.Unparen(condition).(type) {
	case *ast.UnaryExpr:
		compared, ok := ast.Unparen(condition.X).(*ast.BinaryExpr)
		return ok && condition.Op == token.NOT && asksLength(compared.X) && (compared.Op == token.GTR || compared.Op == token.GEQ)
	case *ast.BinaryExpr:
		switch condition.Op {
		case token.LOR:
			return lacksData(condition.X) || lacksData(condition.Y)
		case token.EQL:
			return isNil(condition.Y) || isNil(condition.X) || asksLength(condition.X) || asksLength(condition.Y)
		case token.LSS, token.LEQ:
			return asksLength(condition.X)
		case token.GTR, token.GEQ:
			return asksLength(condition.Y)
		}
	}
	return false
}

func isNil(expression ast.Expr) bool {
	name, ok := expression.(*ast.Ident)
	return ok && name.Name == "nil"
}

func asksLength(expression ast.Expr) bool {
	call, ok := expression.(*ast.CallExpr)
	if !ok {
		return false
	}
	name, ok := call.Fun.(*ast.Ident)
	return ok && name.Name == "len"
}

func endsWithYes(program *source.Program, statements []ast.Stmt) bool {
	last := len(statements) - 1
	return last >= 0 && program.Text(statements[last]) == "return true"
}

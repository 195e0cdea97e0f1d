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
	if !strings.Contains(original, "Symbol") {
		add("symbol_singled_out", "The new code treats some symbols in another way than others, which the old one did not.", after.symbols, 0)
	}
	if !strings.Contains(original, "Time") && !strings.Contains(original, "time") {
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
			last := len(node.Body.List) - 1
			if last >= 0 && program.Text(node.Body.List[last]) == "return true" && lacksData(program.Text(node.Cond)) {
				found.yesses = append(found.yesses, node)
			}
		case *ast.ReturnStmt:
			if text := program.Text(node); strings.Contains(text, "||") && lacksData(strings.TrimPrefix(text, "return")) {
				found.yesses = append(found.yesses, node)
			}
		}
		return true
	})
	return found
}

func (a *additions) noteCall(call *ast.CallExpr) {
	name, ok := call.Fun.(*ast.Ident)
	if !ok || name.Obj != nil {
		return
	}
	switch name.Name {
	case "panic":
		a.panics = append(a.panics, call)
	case "print", "println":
		a.prints = append(a.prints, call)
	case "copy", "clear", "delete":
		if len(call.Args) > 0 && isInput(call.Args[0]) {
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
	declared, ok := local.Obj.Decl.(*ast.AssignStmt)
	if !ok || len(declared.Lhs) != len(declared.Rhs) {
		return false
	}
	for i, value := range declared.Rhs {
		if name, ok := declared.Lhs[i].(*ast.Ident); !ok || name.Obj != local.Obj {
			continue
		}
		if part, ok := value.(*ast.IndexExpr); ok {
			list, ok := part.X.(*ast.SelectorExpr)
			return ok && list.Sel.Name == "Klines" // of anything else it is one candle, copied
		}
		return isInput(value)
	}
	return false
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
func lacksData(condition string) bool {
	for _, part := range strings.Split(condition, "||") {
		part = strings.Trim(part, " ()\n\t")
		if strings.HasSuffix(part, "== nil") || strings.HasPrefix(part, "len(") && (strings.Contains(part, "<") || strings.HasSuffix(part, "== 0")) {
			return true
		}
	}
	return false
}

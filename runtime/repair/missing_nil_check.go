package repair

import (
	"go/ast"
	"reflect"
	"slices"
	"strings"
)

// missingNilCheck gives up where an indicator had too few candles to answer, before its answer is read.
var missingNilCheck = rule{
	name:        "missing-nil-check",
	explanation: "With too few candles the indicator has no value; the filter now says no instead of failing.",
	needsTree:   true,
	edits: func(found finding) []edit {
		place, ok := found.failing()
		if found.Failure.Code != "nil_pointer" || !ok || place.inClosure() {
			return nil
		}
		if change, ok := hoist(found, place); ok {
			return change
		}
		if change, ok := declaredWithin(found, place); ok {
			return []edit{change}
		}
		var conditions []string
		place.evaluated(func(node ast.Node) {
			pointer := dereferenced(node)
			if pointer == nil || !fixed(pointer) || !place.declaredBefore(pointer) {
				return
			}
			if condition := found.Program.Text(pointer) + " == nil"; !slices.Contains(conditions, condition) {
				conditions = append(conditions, condition)
			}
		})
		guard, isNew := found.guard(place.statement, strings.Join(conditions, " || "))
		if len(conditions) == 0 || !isNew {
			return nil
		}
		return []edit{guard}
	},
}

// dereferenced is the pointer that a node reads through.
func dereferenced(node ast.Node) ast.Expr {
	var pointer ast.Expr
	switch node := node.(type) {
	case *ast.StarExpr:
		pointer = node.X
	case *ast.SelectorExpr:
		pointer = node.X
	default:
		return nil
	}
	kind := typeOf(pointer)
	if kind == nil || kind.Kind() != reflect.Pointer || isData(pointer) {
		return nil
	}
	return pointer
}

// isData tells the filter's own argument, which is never nil.
func isData(expression ast.Expr) bool {
	name, ok := expression.(*ast.Ident)
	return ok && name.Name == "data"
}

// hoist names the results of calls that the statement reads through at once, so that they can be checked.
func hoist(found finding, place site) ([]edit, bool) {
	var edits []edit
	var conditions []string
	declarations := ""
	indent := indentAt(found.Code, found.Program.Index(place.statement.Pos()))
	place.evaluated(func(node ast.Node) {
		call, ok := dereferenced(node).(*ast.CallExpr)
		if !ok || indicator(call) == nil || !place.canMove(call) {
			return
		}
		name := found.unused("value")
		if len(edits) > 0 {
			name = found.unused("value" + string(rune('1'+len(edits))))
		}
		declarations += name + " := " + found.Program.Text(call) + "\n" + indent
		conditions = append(conditions, name+" == nil")
		edits = append(edits, found.replace(call, name))
	})
	if len(edits) == 0 {
		return nil, false
	}
	guard, _ := found.guard(place.statement, strings.Join(conditions, " || "))
	guard.text = declarations + guard.text
	return append([]edit{guard}, edits...), true
}

// declaredWithin checks a pointer that an `if x := ...; condition` declares for itself, between the two.
func declaredWithin(found finding, place site) (edit, bool) {
	statement, ok := place.statement.(*ast.IfStmt)
	if !ok || statement.Init == nil {
		return edit{}, false
	}
	var own ast.Expr
	ast.Inspect(statement.Cond, func(node ast.Node) bool {
		if pointer := dereferenced(node); pointer != nil && fixed(pointer) && !place.declaredBefore(pointer) {
			own = pointer
		}
		return own == nil
	})
	if own == nil {
		return edit{}, false
	}
	at := found.Program.Index(statement.Cond.Pos())
	indent := indentAt(found.Code, at)
	text := found.Program.Text(own) + " == nil {\n" + indent + "\t" + found.giveUp() + "\n" + indent + "} else if "
	return edit{at, at, text}, true
}

// canMove tells whether a call gives the same before the statement as within it.
func (s site) canMove(call *ast.CallExpr) bool {
	for _, argument := range call.Args {
		if !fixed(argument) || !s.declaredBefore(argument) {
			return false
		}
	}
	return true
}

// unused makes a name that the code does not use yet.
func (f finding) unused(name string) string {
	for strings.Contains(f.Code, name) {
		name += "_"
	}
	return name
}

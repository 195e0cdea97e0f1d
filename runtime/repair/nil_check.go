package repair

import (
	"go/ast"
	"reflect"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
)

// missingNilCheck gives up where an indicator had too few candles to answer, before its answer is read.
var missingNilCheck = rule{
	name:        "missing-nil-check",
	explanation: "With too few candles the indicator has no value; the filter now says no instead of failing.",
	stages:      []stage{running},
	codes:       []string{"nil_pointer"},
	edits: func(found finding) []edit {
		place, ok := found.failing()
		if !ok {
			return nil
		}
		if edits := hoist(found, place); edits != nil {
			return edits
		}
		if edits := declaredWithin(found, place); edits != nil {
			return edits
		}
		var conditions []string
		place.evaluated(func(node ast.Node) {
			pointer := found.dereferenced(node)
			if call, ok := node.(*ast.CallExpr); ok && found.isVariableFunction(call.Fun) {
				pointer = call.Fun
			}
			if pointer == nil || !found.fixed(pointer) || !place.declaredBefore(pointer) || found.isChecked(place, pointer) {
				return
			}
			if condition := found.text(pointer) + " == nil"; !slices.Contains(conditions, condition) {
				conditions = append(conditions, condition)
			}
		})
		if len(conditions) == 0 {
			return nil
		}
		return found.guard(place, place.statement, strings.Join(conditions, " || "), noValue)
	},
}

// dereferenced is the pointer that a node reads through.
func (f finding) dereferenced(node ast.Node) ast.Expr {
	var pointer ast.Expr
	switch node := node.(type) {
	case *ast.StarExpr:
		pointer = node.X
	case *ast.SelectorExpr:
		pointer = node.X
	default:
		return nil
	}
	kind := f.Types.Of(pointer)
	if kind == nil || kind.Kind() != reflect.Pointer || kind == typing.MarketData {
		return nil
	}
	return pointer
}

// isChecked tells a pointer that had a value when the statement failed, and that the code before asks for already.
func (f finding) isChecked(place site, pointer ast.Expr) bool {
	for _, seen := range f.Failure.Values {
		if seen.Name == f.text(pointer) && seen.Value != "nil" {
			before := f.Code[:f.Program.Index(place.statement.Pos())]
			return strings.Contains(squeeze(before), squeeze(seen.Name)+"==nil")
		}
	}
	return false
}

// isVariableFunction tells a function kept in a variable that may never have been given one.
func (f finding) isVariableFunction(function ast.Expr) bool {
	name, ok := function.(*ast.Ident)
	if !ok || name.Obj == nil {
		return false
	}
	declared, ok := name.Obj.Decl.(*ast.ValueSpec)
	return ok && len(declared.Values) == 0
}

// hoist names the results of calls that the statement reads through at once, so that they can be checked.
func hoist(found finding, place site) []edit {
	var edits []edit
	var conditions []string
	declarations := ""
	indent := indentAt(found.Code, found.Program.Index(place.statement.Pos()))
	place.evaluated(func(node ast.Node) {
		call, ok := found.dereferenced(node).(*ast.CallExpr)
		if !ok || typing.Indicator(call.Fun) == nil || !found.canMove(place, call) {
			return
		}
		name := found.unused("value")
		if len(edits) > 0 {
			name = found.unused("value" + string(rune('1'+len(edits))))
		}
		declarations += name + " := " + found.text(call) + "\n" + indent
		conditions = append(conditions, name+" == nil")
		edits = append(edits, found.replace(call, name))
	})
	if len(edits) == 0 {
		return nil
	}
	guards := found.guard(place, place.statement, strings.Join(conditions, " || "), noValue)
	if len(guards) == 0 {
		return nil
	}
	last := len(guards) - 1
	guards[last].text = declarations + guards[last].text
	return append(guards, edits...)
}

// canMove tells whether a call gives the same before the statement as within it.
func (f finding) canMove(place site, call *ast.CallExpr) bool {
	for _, argument := range call.Args {
		if !f.fixed(argument) || !place.declaredBefore(argument) {
			return false
		}
	}
	return true
}

// declaredWithin checks a pointer that an `if x := ...; condition` declares for itself, between the two.
func declaredWithin(found finding, place site) []edit {
	statement, ok := place.evaluates.(*ast.IfStmt)
	if !ok || statement.Init == nil || place.closure() != nil {
		return nil
	}
	var own []string
	ast.Inspect(statement.Cond, func(node ast.Node) bool {
		pointer := found.dereferenced(node)
		if pointer != nil && found.fixed(pointer) && !place.declaredBefore(pointer) && !slices.Contains(own, found.text(pointer)+" == nil") {
			own = append(own, found.text(pointer)+" == nil")
		}
		return true
	})
	if len(own) == 0 {
		return nil
	}
	at := found.Program.Index(statement.Cond.Pos())
	indent := indentAt(found.Code, found.Program.Index(statement.Pos()))
	condition := strings.Join(own, " || ")
	return []edit{{at, at, condition + " {\n" + indent + "\t" + found.giveUp() + " " + noValue + "\n" + indent + "} else if "}}
}

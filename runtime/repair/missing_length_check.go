package repair

import (
	"fmt"
	"go/ast"
	"reflect"
)

// missingLengthCheck gives up where a slice is shorter than the code looks into it; a missing timeframe is a slice of none.
var missingLengthCheck = rule{
	name:        "missing-length-check",
	explanation: "The code looked at more candles than there are; the filter now says no when it has too few.",
	needsTree:   true,
	edits: func(found finding) []edit {
		place, ok := found.failing()
		if found.Failure.Code != "out_of_range" || !ok || place.inClosure() {
			return nil
		}
		var edits []edit
		for _, need := range found.needs(place) {
			before := place.outermost(need.slice)
			condition := fmt.Sprintf("len(%s) < %d", found.Program.Text(need.slice), need.length)
			if guard, isNew := found.guard(before, condition); isNew {
				edits = append(edits, guard)
			}
		}
		return edits
	},
}

type need struct {
	slice  ast.Expr
	length int
}

// needs lists how long each slice must be for the statement, one need for each slice.
func (f finding) needs(place site) []need {
	var needs []need
	loops := place.counters()
	note := func(slice, index ast.Expr, extra int) {
		reach, ok := f.windowOf(index, f.Program.Text(slice), loops, 0)
		if !ok || !fixed(slice) || !place.declaredBefore(slice) {
			return
		}
		reach.high -= extra
		length := reach.needs()
		if length <= 0 {
			return
		}
		for i := range needs {
			if f.Program.Text(needs[i].slice) == f.Program.Text(slice) {
				needs[i].length = max(needs[i].length, length)
				return
			}
		}
		needs = append(needs, need{slice, length})
	}
	place.evaluated(func(node ast.Node) {
		switch node := node.(type) {
		case *ast.IndexExpr:
			if kind := typeOf(node.X); kind != nil && kind.Kind() == reflect.Slice {
				note(node.X, node.Index, 0)
			}
		case *ast.SliceExpr:
			// A bound may equal the length, an index may not.
			for _, bound := range []ast.Expr{node.Low, node.High} {
				if bound != nil {
					note(node.X, bound, 1)
				}
			}
		}
	})
	return needs
}

// outermost is the first of the counting loops around the statement that already sees the slice, or the statement:
// a guard within a loop would run every turn, and some turns too late.
func (s site) outermost(slice ast.Expr) ast.Stmt {
	for i, node := range s.around {
		loop, ok := node.(*ast.ForStmt)
		if !ok || i == 0 || listOf(s.around[i-1]) == nil {
			continue
		}
		if (site{statement: loop}).declaredBefore(slice) {
			return loop
		}
	}
	return s.statement
}

package repair

import (
	"go/ast"
	"go/token"

	"github.com/trader-error-recovery/runtime/typing"
)

// reach is what a variable of a loop can be, from low to high, both included; either may not be known.
type reach struct {
	low, high           linear
	lowKnown, highKnown bool
	loop                ast.Stmt
}

// loops are the counting variables of the loops around a statement and of the statement itself, outer ones first.
func (f finding) loops(place site) map[*ast.Object]reach {
	found := map[*ast.Object]reach{}
	for _, node := range append(append([]ast.Node{}, place.around...), place.evaluates) {
		switch node := node.(type) {
		case *ast.ForStmt:
			if name, counted, ok := f.counted(node, found); ok {
				found[name.Obj] = counted
			}
		case *ast.RangeStmt:
			name, ok := node.Key.(*ast.Ident)
			if !ok || name.Obj == nil || !f.isList(node.X) {
				continue
			}
			length := f.length(node.X, 0)
			found[name.Obj] = reach{whole(0), length.plus(whole(1), -1), true, true, node}
		}
	}
	return found
}

// counted reads `for i := a; i < b; i++` and its kin.
func (f finding) counted(loop *ast.ForStmt, outer map[*ast.Object]reach) (*ast.Ident, reach, bool) {
	start, ok := loop.Init.(*ast.AssignStmt)
	condition, isComparison := loop.Cond.(*ast.BinaryExpr)
	if !ok || !isComparison || len(start.Lhs) != 1 || len(start.Rhs) != 1 {
		return nil, reach{}, false
	}
	name, ok := start.Lhs[0].(*ast.Ident)
	tested, alike := condition.X.(*ast.Ident)
	if !ok || name.Obj == nil || !alike || tested.Obj != name.Obj {
		return nil, reach{}, false
	}
	first, firstKnown := f.sum(start.Rhs[0], outer, 0)
	end, endKnown := f.sum(condition.Y, outer, 0)
	switch condition.Op {
	case token.LSS:
		return name, reach{first, end.plus(whole(1), -1), firstKnown, endKnown, loop}, true
	case token.LEQ:
		return name, reach{first, end, firstKnown, endKnown, loop}, true
	case token.GTR:
		return name, reach{end.plus(whole(1), 1), first, endKnown, firstKnown, loop}, true
	case token.GEQ:
		return name, reach{end, first, endKnown, firstKnown, loop}, true
	}
	return nil, reach{}, false
}

// extreme replaces the variables of loops by what makes the sum least, or greatest.
func extreme(of linear, loops map[*ast.Object]reach, greatest bool) (linear, bool) {
	for range maxFollow {
		replaced := false
		for object, can := range loops {
			count := of.terms[object.Name]
			if count == 0 {
				continue
			}
			end, known := can.low, can.lowKnown
			if greatest == (count > 0) {
				end, known = can.high, can.highKnown
			}
			if !known {
				return linear{}, false
			}
			of = of.plus(oneOf(object.Name), -count).plus(end, count)
			replaced = true
		}
		if !replaced {
			return of, true
		}
	}
	return linear{}, false
}

// access is one look into a list: the least position that has to be there, and the greatest.
type access struct {
	list          ast.Expr
	length        linear // of the list
	index         linear // with the variables of loops as terms
	low, high     linear
	lowOK, highOK bool
	first         int // position of the first value that means something; before it an indicator's series is 0
	node          ast.Node
}

// firstValue is the position of the first value of an indicator's series, by the period it is computed with.
func (f finding) firstValue(list ast.Expr) int {
	name := root(list)
	if name == nil {
		return 0
	}
	call, ok := typing.Declared(name).(*ast.CallExpr)
	if !ok || typing.Indicator(call.Fun) == nil || len(call.Args) < 2 {
		return 0
	}
	longest := 0
	for _, argument := range call.Args[1:] {
		if period, ok := f.sum(argument, nil, 0); ok && period.isConstant() {
			longest = max(longest, period.constant-1)
		}
	}
	return longest
}

// accesses lists where a statement looks into lists. The bound of a slice may be the length, an index may not.
func (f finding) accesses(place site, loops map[*ast.Object]reach) []access {
	var found []access
	note := func(node ast.Node, list, index ast.Expr, beyond int) {
		position, ok := f.sum(index, loops, 0)
		if !ok {
			return
		}
		made := access{list: list, length: f.length(list, 0), index: position, first: f.firstValue(list), node: node}
		made.low, made.lowOK = extreme(position, loops, false)
		made.high, made.highOK = extreme(position, loops, true)
		made.high = made.high.plus(whole(beyond), -1)
		found = append(found, made)
	}
	place.evaluated(func(node ast.Node) {
		switch node := node.(type) {
		case *ast.IndexExpr:
			if f.isList(node.X) {
				note(node, node.X, node.Index, 0)
			}
		case *ast.SliceExpr:
			for _, bound := range []ast.Expr{node.Low, node.High} {
				if bound != nil && f.isList(node.X) {
					note(node, node.X, bound, 1)
				}
			}
		case *ast.CallExpr:
			if name, ok := node.Fun.(*ast.Ident); ok && name.Obj == nil && name.Name == "make" && len(node.Args) > 1 {
				if size, ok := f.sum(node.Args[1], loops, 0); ok {
					low, known := extreme(size, loops, false)
					found = append(found, access{index: size, low: low, lowOK: known, node: node})
				}
			}
		}
	})
	return found
}

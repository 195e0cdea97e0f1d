package repair

import (
	"go/ast"
	"slices"
	"strings"
)

// missingLengthCheck gives up where a list is shorter than the code looks into it; a missing timeframe is a list of none.
var missingLengthCheck = rule{
	name:        "missing-length-check",
	explanation: "The code looked at more candles than there are; the filter now says no when it has too few.",
	stages:      []stage{running},
	codes:       []string{"out_of_range"},
	edits: func(found finding) []edit {
		place, ok := found.failing()
		if !ok {
			return nil
		}
		loops := found.loops(place)
		for _, before := range place.candidates() {
			if conditions := found.tooFew(place, before, loops); len(conditions) > 0 {
				return found.guard(place, before, strings.Join(conditions, " || "), tooShort)
			}
		}
		return nil
	},
}

// candidates are the statements that a guard can stand before: the loops around the statement within its function,
// outermost first, as a guard within a loop would run every turn and some turns too late, and the statement itself.
func (s site) candidates() []ast.Stmt {
	var found []ast.Stmt
	for i, node := range s.around {
		switch node := node.(type) {
		case *ast.FuncLit:
			found = nil
		case *ast.ForStmt, *ast.RangeStmt:
			if i > 0 && listOf(s.around[i-1]) != nil {
				found = append(found, node.(ast.Stmt))
			}
		}
	}
	return append(found, s.statement)
}

// tooFew are the conditions under which the statement would fail, as far as they can be asked before another one.
func (f finding) tooFew(place site, before ast.Stmt, loops map[*ast.Object]reach) []string {
	var conditions []string
	for _, look := range f.accesses(place, loops) {
		for _, condition := range look.fails() {
			if f.visibleBefore(before, look, condition) && !slices.Contains(conditions, condition) {
				conditions = append(conditions, condition)
			}
		}
	}
	return widest(conditions)
}

// fails are the conditions under which the access fails, as far as a longer list would help.
func (a access) fails() []string {
	if a.list == nil { // a length given to make
		if a.lowOK && !a.low.isConstant() {
			return []string{a.low.String() + " < 0"}
		}
		return nil
	}
	if !a.length.isTerm() {
		return a.failsInWindow()
	}
	length := a.length.String()
	var conditions []string
	ask := func(need linear) {
		if !need.isConstant() || need.constant > 0 {
			conditions = append(conditions, length+" < "+need.String())
		}
	}
	if a.highOK && a.high.terms[length] == 0 {
		ask(a.high.plus(whole(1), 1))
	}
	switch low := a.low.plus(whole(a.first), -1); {
	case !a.lowOK || low.isConstant():
	case low.terms[length] > 0:
		ask(whole(0).plus(low, -1).plus(oneOf(length), low.terms[length]))
	default:
		conditions = append(conditions, low.String()+" < 0")
	}
	return conditions
}

// failsInWindow are the conditions for a list that is cut or made to a length of its own.
func (a access) failsInWindow() []string {
	var conditions []string
	if left := a.length.plus(a.high, -1).plus(whole(1), -1); a.highOK && !left.isConstant() {
		conditions = append(conditions, left.String()+" < 0")
	}
	if a.lowOK && !a.low.isConstant() {
		conditions = append(conditions, a.low.String()+" < 0")
	}
	return conditions
}

// visibleBefore tells whether all names in a condition have their meaning before a statement already.
func (f finding) visibleBefore(before ast.Stmt, look access, condition string) bool {
	visible := true
	names := wordsOf(condition)
	f.walk(func(node ast.Node) bool {
		name, ok := node.(*ast.Ident)
		if ok && name.Obj != nil && slices.Contains(names, name.Name) && name.Obj.Pos() >= before.Pos() && name.Obj.Pos() < look.node.End() {
			visible = false
		}
		return visible
	})
	return visible
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !(r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127)
	})
}

// widest keeps one condition for each list: the one that asks for most, where they ask for numbers.
func widest(conditions []string) []string {
	most := map[string]int{}
	var kept []string
	for _, condition := range conditions {
		length, need, _ := strings.Cut(condition, " < ")
		number, isNumber := numberOf(need)
		if !isNumber {
			kept = append(kept, condition)
			continue
		}
		if at, ok := most[length]; ok {
			if _, before, _ := strings.Cut(kept[at], " < "); number > mustNumber(before) {
				kept[at] = condition
			}
			continue
		}
		most[length] = len(kept)
		kept = append(kept, condition)
	}
	return kept
}

// missingBoundsCheck asks for a position itself where nothing is known about it beforehand.
var missingBoundsCheck = rule{
	name:        "missing-bounds-check",
	explanation: "The code looked at a candle that is not there; the filter now says no where it would have to.",
	stages:      []stage{running},
	codes:       []string{"out_of_range"},
	edits: func(found finding) []edit {
		place, ok := found.failing()
		if !ok {
			return nil
		}
		var conditions []string
		place.evaluated(func(node ast.Node) {
			index, ok := node.(*ast.IndexExpr)
			if !ok || !found.isList(index.X) || !found.fixed(index.X) || !found.fixed(index.Index) || !place.declaredBefore(index) {
				return
			}
			position := found.text(index.Index)
			condition := position + " < 0 || " + position + " >= len(" + found.text(index.X) + ")"
			if _, ok := index.Index.(*ast.Ident); !ok && !strings.Contains(position, "-") {
				condition = position + " >= len(" + found.text(index.X) + ")"
			}
			if !slices.Contains(conditions, condition) {
				conditions = append(conditions, condition)
			}
		})
		if len(conditions) == 0 {
			return nil
		}
		return found.guard(place, place.statement, strings.Join(conditions, " || "), tooShort)
	},
}

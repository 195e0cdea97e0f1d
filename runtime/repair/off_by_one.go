package repair

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// offByOne mends positions that no number of candles can make right: one past the end, or before the beginning.
var offByOne = rule{
	name:        "off-by-one",
	explanation: "The code counted one candle too many, past the end or before the beginning; it now stays within the list.",
	stages:      []stage{running},
	codes:       []string{"out_of_range"},
	edits: func(found finding) []edit {
		place, ok := found.failing()
		if !ok {
			return nil
		}
		loops := found.loops(place)
		looks := found.accesses(place, loops)
		for object, can := range loops {
			if edits := found.inLoop(looks, object.Name, can.loop); edits != nil {
				return edits
			}
		}
		for _, look := range looks {
			if edits := found.atEnd(look); edits != nil {
				return edits
			}
		}
		return nil
	},
}

// over is by how much the greatest position passes the end, whatever the length; under, by how much the least one is
// before the beginning.
func (a access) over() int {
	if beyond := a.high.plus(a.length, -1); a.highOK && beyond.isConstant() {
		return max(0, beyond.constant+1)
	}
	return 0
}

func (a access) under() int {
	if a.lowOK && a.low.isConstant() {
		return max(0, -a.low.constant)
	}
	return 0
}

// inLoop moves the start and the end of a loop by as much as the positions that depend on its variable ask for.
func (f finding) inLoop(looks []access, name string, loop ast.Stmt) []edit {
	later, earlier := 0, 0 // by how many turns the loop has to start later, and to end earlier
	length := ""
	for _, look := range looks {
		count := look.index.terms[name]
		if look.list == nil || count != 1 && count != -1 {
			continue
		}
		under, over := look.under(), look.over()
		if count < 0 {
			under, over = over, under
		}
		later, earlier = max(later, under), max(earlier, over)
		length = look.length.String()
	}
	if later == 0 && earlier == 0 {
		return nil
	}
	switch loop := loop.(type) {
	case *ast.ForStmt:
		return append(f.narrow(loop, true, later), f.narrow(loop, false, earlier)...)
	case *ast.RangeStmt:
		return f.skip(loop, name, length, later, earlier)
	}
	return nil
}

// narrow takes turns off a counting loop where its variable is least, or greatest.
func (f finding) narrow(loop *ast.ForStmt, atLeast bool, by int) []edit {
	if by == 0 {
		return nil
	}
	condition := loop.Cond.(*ast.BinaryExpr)
	start := loop.Init.(*ast.AssignStmt).Rhs[0]
	upwards := condition.Op == token.LSS || condition.Op == token.LEQ
	bound, sign := start, 1
	if atLeast != upwards {
		bound = condition.Y
	}
	if !atLeast {
		sign = -1
	}
	switch {
	case bound == condition.Y && condition.Op == token.LEQ && by == 1:
		return []edit{f.operator(condition, "<")}
	case bound == condition.Y && condition.Op == token.GEQ && by == 1:
		return []edit{f.operator(condition, ">")}
	}
	moved, ok := f.sum(bound, nil, 0)
	if ok && moved.isConstant() {
		return []edit{f.replace(bound, strconv.Itoa(moved.constant+sign*by))}
	}
	return []edit{f.replace(bound, f.text(bound)+map[int]string{1: "+", -1: "-"}[sign]+strconv.Itoa(by))}
}

func (f finding) operator(condition *ast.BinaryExpr, text string) edit {
	at := f.Program.Index(condition.OpPos)
	return edit{at, at + len(condition.Op.String()), text}
}

// skip leaves out the first and last turns of a range.
func (f finding) skip(loop *ast.RangeStmt, name, length string, first, last int) []edit {
	var conditions []string
	if first > 0 {
		conditions = append(conditions, name+" < "+strconv.Itoa(first))
	}
	if last > 0 {
		conditions = append(conditions, name+" >= "+length+"-"+strconv.Itoa(last))
	}
	at := f.Program.Index(loop.Body.Lbrace) + 1
	indent := indentAt(f.Code, f.Program.Index(loop.Pos()))
	return []edit{{at, at, "\n" + indent + "\tif " + strings.Join(conditions, " || ") + " {\n" + indent + "\t\tcontinue\n" + indent + "\t}"}}
}

// atEnd mends `k[len(k)]`, which can only mean the last.
func (f finding) atEnd(look access) []edit {
	index, ok := look.node.(*ast.IndexExpr)
	if !ok || look.list == nil || look.over() != 1 || !look.index.plus(look.length, -1).isConstant() {
		return nil
	}
	return []edit{f.replace(index.Index, f.text(index.Index)+"-1")}
}

// negativeIndex counts from the end where the code, as in Python, does so by a negative number.
var negativeIndex = rule{
	name:        "negative-index",
	explanation: "A negative position does not exist; it is now counted from the end of the list, as was meant.",
	stages:      []stage{compile, running},
	edits: func(found finding) []edit {
		var edits []edit
		count := func(list, position ast.Expr) {
			negative, ok := position.(*ast.UnaryExpr)
			if ok && negative.Op == token.SUB && found.isList(list) && found.fixed(list) {
				edits = append(edits, found.replace(position, "len("+found.text(list)+")-"+found.text(negative.X)))
			}
		}
		found.walk(func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.IndexExpr:
				count(node.X, node.Index)
			case *ast.SliceExpr:
				count(node.X, node.Low)
				count(node.X, node.High)
			}
			return true
		})
		return edits
	},
}

func numberOf(text string) (int, bool) {
	number, err := strconv.Atoi(text)
	return number, err == nil
}

func mustNumber(text string) int {
	number, _ := numberOf(text)
	return number
}

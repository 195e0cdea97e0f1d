package repair

import (
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
)

// linear is a whole number as a sum: a constant, and how often each term counts. A term is the text of something whose
// value is not known here, such as `len(klines)`, or a variable of a loop.
type linear struct {
	constant int
	terms    map[string]int
}

func whole(number int) linear { return linear{constant: number} }

func oneOf(term string) linear { return linear{terms: map[string]int{term: 1}} }

// plus adds another sum, times a factor.
func (l linear) plus(other linear, times int) linear {
	sum := linear{constant: l.constant + times*other.constant, terms: map[string]int{}}
	for term, count := range l.terms {
		sum.terms[term] = count
	}
	for term, count := range other.terms {
		if sum.terms[term] += times * count; sum.terms[term] == 0 {
			delete(sum.terms, term)
		}
	}
	return sum
}

// isTerm tells a sum that is one term by itself.
func (l linear) isTerm() bool {
	for _, count := range l.terms {
		return len(l.terms) == 1 && count == 1 && l.constant == 0
	}
	return false
}

func (l linear) isConstant() bool { return len(l.terms) == 0 }

// String writes the sum as an expression, positive terms first.
func (l linear) String() string {
	var positive, negative []string
	for term, count := range l.terms {
		part := term
		if count > 1 || count < -1 {
			part = strconv.Itoa(max(count, -count)) + "*" + term
		}
		if count > 0 {
			positive = append(positive, part)
		} else {
			negative = append(negative, part)
		}
	}
	slices.Sort(positive)
	slices.Sort(negative)
	text := strings.Join(positive, "+")
	for _, part := range negative {
		text += "-" + part
	}
	switch {
	case text == "":
		return strconv.Itoa(l.constant)
	case l.constant > 0:
		return text + "+" + strconv.Itoa(l.constant)
	case l.constant < 0:
		return text + strconv.Itoa(l.constant)
	}
	return text
}

// maxFollow bounds how many variables are followed; declarations can form a chain of any length.
const maxFollow = 16

// sum reads an expression as a sum. Loop variables stay terms under their own name.
func (f finding) sum(expression ast.Expr, loops map[*ast.Object]reach, depth int) (linear, bool) {
	if depth > maxFollow || expression == nil {
		return linear{}, false
	}
	switch expression := expression.(type) {
	case *ast.ParenExpr:
		return f.sum(expression.X, loops, depth+1)
	case *ast.BasicLit:
		number, err := strconv.Atoi(expression.Value)
		return whole(number), err == nil
	case *ast.UnaryExpr:
		value, ok := f.sum(expression.X, loops, depth+1)
		return whole(0).plus(value, -1), ok && expression.Op == token.SUB
	case *ast.BinaryExpr:
		return f.sumOfTwo(expression, loops, depth)
	case *ast.CallExpr:
		if list := lengthOf(expression); list != nil {
			return f.length(list, depth+1), true
		}
		if name, ok := expression.Fun.(*ast.Ident); ok && name.Obj == nil && name.Name == "int" && len(expression.Args) == 1 {
			return f.sum(expression.Args[0], loops, depth+1)
		}
	case *ast.Ident:
		if _, ok := loops[expression.Obj]; ok && expression.Obj != nil {
			return oneOf(expression.Name), true
		}
		if value := typing.Declared(expression); value != nil && !f.reassigned(expression) {
			if known, ok := f.sum(value, loops, depth+1); ok {
				return known, true
			}
		}
	}
	kind := f.Types.Of(expression)
	if f.fixed(expression) && kind != nil && kind.Kind() == reflect.Int {
		return oneOf(f.text(expression)), true
	}
	return linear{}, false
}

func (f finding) sumOfTwo(expression *ast.BinaryExpr, loops map[*ast.Object]reach, depth int) (linear, bool) {
	left, leftKnown := f.sum(expression.X, loops, depth+1)
	right, rightKnown := f.sum(expression.Y, loops, depth+1)
	switch {
	case !leftKnown || !rightKnown:
	case expression.Op == token.ADD:
		return left.plus(right, 1), true
	case expression.Op == token.SUB:
		return left.plus(right, -1), true
	case expression.Op == token.MUL && left.isConstant():
		return whole(0).plus(right, left.constant), true
	case expression.Op == token.MUL && right.isConstant():
		return whole(0).plus(left, right.constant), true
	}
	if f.fixed(expression) {
		return oneOf("(" + f.text(expression) + ")"), true
	}
	return linear{}, false
}

// lengthOf is the list whose length a call asks for.
func lengthOf(call *ast.CallExpr) ast.Expr {
	name, ok := call.Fun.(*ast.Ident)
	if !ok || name.Obj != nil || name.Name != "len" || len(call.Args) != 1 {
		return nil
	}
	return call.Args[0]
}

// length is how long a list is: the width of the window that it was cut as, or that it was made with, or its own name.
func (f finding) length(list ast.Expr, depth int) linear {
	if name, ok := list.(*ast.Ident); ok && name.Obj != nil && depth < maxFollow && !f.reassigned(name) {
		switch declared := typing.Declared(name).(type) {
		case *ast.SliceExpr:
			from, to := whole(0), f.length(declared.X, depth+1)
			fromKnown, toKnown := true, true
			if declared.Low != nil {
				from, fromKnown = f.sum(declared.Low, nil, depth+1)
			}
			if declared.High != nil {
				to, toKnown = f.sum(declared.High, nil, depth+1)
			}
			if fromKnown && toKnown {
				return to.plus(from, -1)
			}
		case *ast.CallExpr:
			called, ok := declared.Fun.(*ast.Ident)
			if ok && called.Obj == nil && called.Name == "make" && len(declared.Args) == 2 {
				if size, known := f.sum(declared.Args[1], nil, depth+1); known {
					return size
				}
			}
		}
	}
	return oneOf("len(" + f.listName(list) + ")")
}

// listName is the text of a list, or of the candles it was computed from, which are as many.
func (f finding) listName(list ast.Expr) string {
	value := list
	if selector, ok := list.(*ast.SelectorExpr); ok {
		value = selector.X // of a result that holds a list
	}
	if name, ok := value.(*ast.Ident); ok && !f.reassigned(name) {
		if declared := typing.Declared(name); declared != nil {
			value = declared
		}
	}
	call, ok := value.(*ast.CallExpr)
	if !ok || typing.Indicator(call.Fun) == nil || len(call.Args) == 0 || !f.fixed(call.Args[0]) || !f.isList(list) {
		return squeeze(f.text(list))
	}
	return squeeze(f.text(call.Args[0]))
}

func (f finding) isList(expression ast.Expr) bool {
	kind := f.Types.Of(expression)
	return kind != nil && kind.Kind() == reflect.Slice
}

// reassigned tells whether a variable changes after its declaration.
func (f finding) reassigned(name *ast.Ident) bool {
	if name.Obj == nil {
		return true
	}
	changed := false
	same := func(expression ast.Expr) bool {
		target, ok := expression.(*ast.Ident)
		return ok && target.Obj == name.Obj
	}
	f.walk(func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.AssignStmt:
			for _, target := range node.Lhs {
				changed = changed || same(target) && node != name.Obj.Decl
			}
		case *ast.IncDecStmt:
			changed = changed || same(node.X)
		case *ast.RangeStmt:
			changed = changed || node.Tok == token.ASSIGN && (same(node.Key) || same(node.Value))
		}
		return !changed
	})
	return changed
}

package repair

import (
	"go/ast"
	"go/token"
	"strconv"
)

// window is the range of values an index can take: a number, or a distance from the length of the slice.
type window struct {
	fromEnd   bool
	low, high int
}

// maxFollow bounds how many variables are followed; declarations can form a chain of any length.
const maxFollow = 16

// windowOf works out what an index can be, as far as constants, the slice's length and counting loops tell.
func (f finding) windowOf(index ast.Expr, slice string, loops map[*ast.Object]*ast.ForStmt, depth int) (window, bool) {
	if depth > maxFollow {
		return window{}, false
	}
	switch index := index.(type) {
	case *ast.ParenExpr:
		return f.windowOf(index.X, slice, loops, depth+1)
	case *ast.BasicLit:
		number, err := strconv.Atoi(index.Value)
		return window{low: number, high: number}, err == nil
	case *ast.CallExpr:
		return window{fromEnd: true}, squeeze(f.Program.Text(index)) == "len("+squeeze(slice)+")"
	case *ast.BinaryExpr:
		left, leftKnown := f.windowOf(index.X, slice, loops, depth+1)
		right, rightKnown := f.windowOf(index.Y, slice, loops, depth+1)
		if !leftKnown || !rightKnown {
			return window{}, false
		}
		return combine(left, right, index.Op)
	case *ast.Ident:
		if loop := loops[index.Obj]; loop != nil && index.Obj != nil {
			return f.counted(loop, slice, loops, depth+1)
		}
		if value := declaredAs(index); value != nil && !f.reassigned(index) {
			return f.windowOf(value, slice, loops, depth+1)
		}
	}
	return window{}, false
}

func combine(left, right window, operator token.Token) (window, bool) {
	switch {
	case operator == token.ADD && !(left.fromEnd && right.fromEnd):
		return window{left.fromEnd || right.fromEnd, left.low + right.low, left.high + right.high}, true
	case operator == token.SUB && left.fromEnd && right.fromEnd:
		return window{false, left.low - right.high, left.high - right.low}, true
	case operator == token.SUB && !right.fromEnd:
		return window{left.fromEnd, left.low - right.high, left.high - right.low}, true
	}
	return window{}, false
}

// counted is what the variable of a loop that counts by one, up or down, can be.
func (f finding) counted(loop *ast.ForStmt, slice string, loops map[*ast.Object]*ast.ForStmt, depth int) (window, bool) {
	start, startKnown := f.windowOf(loop.Init.(*ast.AssignStmt).Rhs[0], slice, loops, depth)
	condition, ok := loop.Cond.(*ast.BinaryExpr)
	if !ok || !startKnown {
		return window{}, false
	}
	end, endKnown := f.windowOf(condition.Y, slice, loops, depth)
	if !endKnown || start.fromEnd != end.fromEnd {
		// What matters of a loop from one end to the other is where it starts; its condition keeps it within.
		return start, true
	}
	switch condition.Op {
	case token.LSS:
		return window{start.fromEnd, start.low, end.high - 1}, true
	case token.LEQ:
		return window{start.fromEnd, start.low, end.high}, true
	case token.GTR:
		return window{start.fromEnd, end.low + 1, start.high}, true
	case token.GEQ:
		return window{start.fromEnd, end.low, start.high}, true
	}
	return window{}, false
}

// needs is the length a slice must have for an index in the window, 0 if no length helps.
func (w window) needs() int {
	switch {
	case w.fromEnd && w.high < 0:
		return -w.low
	case !w.fromEnd && w.low >= 0:
		return w.high + 1
	}
	return 0
}

// counters are the variables of the loops around a statement.
func (s site) counters() map[*ast.Object]*ast.ForStmt {
	loops := map[*ast.Object]*ast.ForStmt{}
	for _, node := range append(append([]ast.Node{}, s.around...), s.statement) {
		loop, ok := node.(*ast.ForStmt)
		if !ok {
			continue
		}
		start, ok := loop.Init.(*ast.AssignStmt)
		if !ok || len(start.Lhs) != 1 || len(start.Rhs) != 1 {
			continue
		}
		if name, ok := start.Lhs[0].(*ast.Ident); ok && name.Obj != nil {
			loops[name.Obj] = loop
		}
	}
	return loops
}

// reassigned tells whether a variable changes after its declaration.
func (f finding) reassigned(name *ast.Ident) bool {
	changed := false
	ast.Inspect(f.Program.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.AssignStmt:
			for _, target := range node.Lhs {
				if same, ok := target.(*ast.Ident); ok && same.Obj == name.Obj && node != name.Obj.Decl {
					changed = true
				}
			}
		case *ast.IncDecStmt:
			if same, ok := node.X.(*ast.Ident); ok && same.Obj == name.Obj {
				changed = true
			}
		}
		return true
	})
	return changed
}

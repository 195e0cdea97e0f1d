package repair

import (
	"go/ast"
	"go/token"

	"github.com/trader-error-recovery/runtime/typing"
)

// zeroStep goes by one where a loop would go in steps of nothing: `step := len(klines) / 200`.
var zeroStep = rule{
	name:        "zero-step",
	explanation: "With few candles the loop went in steps of nothing and never ended; it now goes by at least one.",
	stages:      []stage{running},
	codes:       []string{"step_limit"},
	edits: func(found finding) []edit {
		place, ok := found.failing()
		if !ok {
			return nil
		}
		for i, node := range append(append([]ast.Node{}, place.around...), place.statement) {
			loop, ok := node.(*ast.ForStmt)
			if !ok || i > 0 && listOf(place.around[min(i, len(place.around))-1]) == nil {
				continue
			}
			step := stepOf(loop)
			before := site{statement: loop, evaluates: loop, around: place.around[:min(i, len(place.around))]}
			if step != nil && before.declaredBefore(step) {
				indent := indentAt(found.Code, found.Program.Index(loop.Pos()))
				name := found.text(step)
				return []edit{found.before(loop, "if "+name+" < 1 {\n"+indent+"\t"+name+" = 1\n"+indent+"}\n"+indent)}
			}
		}
		return nil
	},
}

// stepOf is the variable by which a loop counts.
func stepOf(loop *ast.ForStmt) ast.Expr {
	step, ok := loop.Post.(*ast.AssignStmt)
	if !ok || step.Tok != token.ADD_ASSIGN && step.Tok != token.SUB_ASSIGN {
		return nil
	}
	if name, ok := step.Rhs[0].(*ast.Ident); ok {
		return name
	}
	return nil
}

// explicitPanic gives up where the author stopped the whole filter.
var explicitPanic = rule{
	name:        "explicit-panic",
	explanation: "The filter stopped itself with an error where it could not judge; it now says no there.",
	stages:      []stage{running},
	codes:       []string{"panic"},
	edits: func(found finding) []edit {
		var edits []edit
		var closures []*ast.FuncLit
		var nodes []ast.Node
		found.walk(func(node ast.Node) bool {
			if node == nil {
				if last, ok := nodes[len(nodes)-1].(*ast.FuncLit); ok && len(closures) > 0 && last == closures[len(closures)-1] {
					closures = closures[:len(closures)-1]
				}
				nodes = nodes[:len(nodes)-1]
				return true
			}
			nodes = append(nodes, node)
			if closure, ok := node.(*ast.FuncLit); ok {
				closures = append(closures, closure)
			}
			statement, ok := node.(*ast.ExprStmt)
			if !ok || !isPanic(statement.X) {
				return true
			}
			text := found.giveUp()
			if len(closures) > 0 {
				indent := indentAt(found.Code, found.Program.Index(statement.Pos()))
				text = incomplete + " = true\n" + indent + "return" + found.zeros(closures[len(closures)-1].Type.Results)
				edits = append(edits, found.heed()...)
			}
			edits = append(edits, found.replace(statement, text))
			return true
		})
		return edits
	},
}

func isPanic(expression ast.Expr) bool {
	call, ok := expression.(*ast.CallExpr)
	if !ok {
		return false
	}
	name, ok := call.Fun.(*ast.Ident)
	return ok && name.Name == "panic" && name.Obj == nil
}

// neverMade makes a list as long as a loop fills it, where the code only declared it.
var neverMade = rule{
	name:        "list-never-made",
	explanation: "Values were stored in a list that had no room for them; it is now made as long as it is filled.",
	stages:      []stage{running},
	codes:       []string{"out_of_range"},
	edits: func(found finding) []edit {
		place, ok := found.failing()
		if !ok {
			return nil
		}
		assignment, ok := place.statement.(*ast.AssignStmt)
		if !ok || assignment.Tok != token.ASSIGN {
			return nil
		}
		loops := found.loops(place)
		for _, target := range assignment.Lhs {
			index, ok := target.(*ast.IndexExpr)
			if !ok {
				continue
			}
			name, ok := index.X.(*ast.Ident)
			if !ok || !found.isList(name) || !found.declaredEmpty(name) {
				continue
			}
			position, known := found.sum(index.Index, loops, 0)
			highest, bounded := extreme(position, loops, true)
			outer := place.candidates()[0]
			if known && bounded && outer != place.statement {
				indent := indentAt(found.Code, found.Program.Index(outer.Pos()))
				text := name.Name + " = make(" + found.Types.Of(name).String() + ", " + highest.plus(whole(1), 1).String() + ")\n" + indent
				return []edit{found.before(outer, text)}
			}
		}
		return nil
	},
}

// declaredEmpty tells `var x []T`, `x := []T{}` and `x := make([]T, 0, n)`.
func (f finding) declaredEmpty(name *ast.Ident) bool {
	if name.Obj == nil {
		return false
	}
	if declared, ok := name.Obj.Decl.(*ast.ValueSpec); ok && len(declared.Values) == 0 {
		return true
	}
	switch value := typing.Declared(name).(type) {
	case *ast.CompositeLit:
		return len(value.Elts) == 0
	case *ast.CallExpr:
		called, ok := value.Fun.(*ast.Ident)
		return ok && called.Name == "make" && len(value.Args) > 1 && f.text(value.Args[1]) == "0"
	}
	return false
}

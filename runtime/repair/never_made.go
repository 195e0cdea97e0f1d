package repair

import (
	"go/ast"
	"go/token"

	"github.com/trader-error-recovery/runtime/typing"
)

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

package repair

import (
	"go/ast"
	"go/token"

	"github.com/trader-error-recovery/runtime/typing"
)

// redeclared assigns to a name that exists already where the code declares it a second time.
var redeclared = rule{
	name:        "redeclared",
	explanation: "The name stood for a value already; it is now given a new value instead of being declared again.",
	stages:      []stage{compile},
	codes:       []string{"redeclared"},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			list := listOf(node)
			declared := map[string]ast.Expr{}
			if node == ast.Node(found.Program.Body) {
				declared["data"] = ast.NewIdent("data")
			}
			for _, statement := range list {
				edits = append(edits, found.again(statement, declared)...)
			}
			return true
		})
		return edits
	},
}

// again notes what a statement declares, and mends it where its names are declared in the same list before. A value of
// another type needs a name of its own.
func (f finding) again(statement ast.Stmt, declared map[string]ast.Expr) []edit {
	switch statement := statement.(type) {
	case *ast.AssignStmt:
		if statement.Tok != token.DEFINE {
			return nil
		}
		isNew := false
		for i, target := range statement.Lhs {
			name, ok := target.(*ast.Ident)
			if !ok || name.Name == "_" {
				continue
			}
			if _, before := declared[name.Name]; !before {
				isNew = true
				declared[name.Name] = valueAt(statement.Rhs, i)
			}
		}
		if isNew {
			return nil
		}
		if name, ok := statement.Lhs[0].(*ast.Ident); ok && len(statement.Lhs) == 1 {
			was, is := f.Types.Of(declared[name.Name]), f.Types.Of(statement.Rhs[0])
			if name.Name == "data" {
				was = typing.MarketData
			}
			if was != nil && is != nil && was != is && !(isNumber(was) && isNumber(is)) {
				return f.rename(name)
			}
		}
		at := f.Program.Index(statement.TokPos)
		return []edit{{at, at + len(":="), "="}}
	case *ast.DeclStmt:
		group := statement.Decl.(*ast.GenDecl)
		if group.Tok != token.VAR || len(group.Specs) != 1 {
			return nil
		}
		variable := group.Specs[0].(*ast.ValueSpec)
		if len(variable.Names) != 1 {
			return nil
		}
		if _, before := declared[variable.Names[0].Name]; !before {
			declared[variable.Names[0].Name] = valueAt(variable.Values, 0)
			return nil
		}
		if len(variable.Values) == 1 {
			return []edit{f.replace(statement, variable.Names[0].Name+" = "+f.text(variable.Values[0]))}
		}
		return []edit{f.line(statement)}
	}
	return nil
}

// rename gives a second declaration, and what comes after it, a name of its own.
func (f finding) rename(second *ast.Ident) []edit {
	name := f.unused(second.Name + "2")
	var edits []edit
	f.walk(func(node ast.Node) bool {
		use, ok := node.(*ast.Ident)
		if ok && use.Name == second.Name && use.Obj == second.Obj && use.Pos() >= second.Pos() && !f.within(use, second) {
			edits = append(edits, f.replace(use, name))
		}
		return true
	})
	return edits
}

// within tells a use in the value of the declaration itself, which still means the first one.
func (f finding) within(use, declared *ast.Ident) bool {
	value := false
	f.walk(func(node ast.Node) bool {
		assignment, ok := node.(*ast.AssignStmt)
		if ok && assignment.Lhs[0] == ast.Expr(declared) {
			value = use.Pos() >= assignment.Rhs[0].Pos() && use.End() <= assignment.End()
		}
		return true
	})
	return value
}

func valueAt(values []ast.Expr, i int) ast.Expr {
	if i < len(values) {
		return values[i]
	}
	return nil
}

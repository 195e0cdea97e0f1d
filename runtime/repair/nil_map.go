package repair

import (
	"go/ast"
	"reflect"
)

// nilMap creates a map that is only declared.
var nilMap = rule{
	name:        "nil-map",
	explanation: "The code stored into a table that was never created; it is now created first.",
	stages:      []stage{running},
	codes:       []string{"nil_map"},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			declaration, ok := node.(*ast.DeclStmt)
			if !ok {
				return true
			}
			for _, specification := range declaration.Decl.(*ast.GenDecl).Specs {
				variable, ok := specification.(*ast.ValueSpec)
				if !ok || len(variable.Values) > 0 || variable.Type == nil {
					continue
				}
				if kind := found.Types.Written(variable.Type); kind != nil && kind.Kind() == reflect.Map && len(variable.Names) == 1 {
					edits = append(edits, edit{found.end(variable), found.end(variable), " = " + found.text(variable.Type) + "{}"})
				}
			}
			return true
		})
		if edits == nil {
			edits = found.nilElements()
		}
		return edits
	},
}

func (f finding) end(node ast.Node) int { return f.Program.End(node) }

// nilElements creates a map within a map before the failing statement stores into it.
func (f finding) nilElements() []edit {
	place, ok := f.failing()
	if !ok {
		return nil
	}
	assignment, ok := place.statement.(*ast.AssignStmt)
	if !ok {
		return nil
	}
	for _, target := range assignment.Lhs {
		index, ok := target.(*ast.IndexExpr)
		if !ok {
			continue
		}
		kind := f.Types.Of(index.X)
		if kind == nil || kind.Kind() != reflect.Map || !f.fixed(index.X) {
			continue
		}
		indent := indentAt(f.Code, f.Program.Index(place.statement.Pos()))
		owner := f.text(index.X)
		text := "if " + owner + " == nil {\n" + indent + "\t" + owner + " = " + kind.String() + "{}\n" + indent + "}\n" + indent
		return []edit{f.before(place.statement, text)}
	}
	return nil
}

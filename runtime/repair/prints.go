package repair

import (
	"go/ast"
	"slices"
	"strings"
)

// silentPrint drops a statement that only prints: nobody reads what a filter prints.
var silentPrint = rule{
	name:        "print-removed",
	explanation: "A filter cannot print, and nobody would read it; the line that printed was removed.",
	stages:      []stage{compile},
	codes:       []string{"undefined_name"},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			if assignment, ok := node.(*ast.AssignStmt); ok && found.onlyForPrint(assignment) {
				edits = append(edits, found.line(assignment))
			}
			statement, ok := node.(*ast.ExprStmt)
			if !ok {
				return true
			}
			call, ok := statement.X.(*ast.CallExpr)
			if !ok {
				return true
			}
			symbol := foreignSymbol(call.Fun)
			if (slices.Contains(printers, symbol)) && !found.hasEffect(call.Args) {
				edits = append(edits, found.line(statement))
			}
			return true
		})
		return edits
	},
}

// onlyForPrint tells a text that is made and then used by nothing but prints and `_ = text`, and that use itself.
func (f finding) onlyForPrint(assignment *ast.AssignStmt) bool {
	if len(assignment.Lhs) != 1 || len(assignment.Rhs) != 1 {
		return false
	}
	name, ok := assignment.Lhs[0].(*ast.Ident)
	if used, isName := assignment.Rhs[0].(*ast.Ident); ok && name.Name == "_" && isName && used.Obj != nil {
		declared, ok := used.Obj.Decl.(*ast.AssignStmt)
		return ok && declared != assignment && f.onlyForPrint(declared)
	}
	call, isCall := assignment.Rhs[0].(*ast.CallExpr)
	if !ok || !isCall || name.Obj == nil || !strings.HasPrefix(foreignSymbol(call.Fun), "fmt.Sprint") {
		return false
	}
	uses := 0
	f.walk(func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.AssignStmt:
			if blank, ok := node.Lhs[0].(*ast.Ident); ok && blank.Name == "_" {
				return false
			}
		case *ast.CallExpr:
			if slices.Contains(printers, foreignSymbol(node.Fun)) {
				return false
			}
		case *ast.Ident:
			if node.Obj == name.Obj && node.Pos() != name.Obj.Pos() {
				uses++
			}
		}
		return true
	})
	return uses == 0
}

var printers = []string{"fmt.Println", "fmt.Printf", "fmt.Print", "log.Println", "log.Printf", "log.Print", "console.log", "print", "fmt.Fprintf", "fmt.Fprintln"}

// hasEffect tells whether computing something may do more than compute: call a closure of the code, which may count.
func (f finding) hasEffect(expressions []ast.Expr) bool {
	effect := false
	for _, expression := range expressions {
		ast.Inspect(expression, func(node ast.Node) bool {
			if call, ok := node.(*ast.CallExpr); ok {
				name, local := call.Fun.(*ast.Ident)
				effect = effect || local && name.Obj != nil && name.Obj.Kind == ast.Var
			}
			return !effect
		})
	}
	return effect
}

// line removes a statement, with its line if it has one to itself.
func (f finding) line(statement ast.Node) edit {
	start, end := f.Program.Index(statement.Pos()), f.end(statement)
	from := strings.LastIndex(f.Code[:start], "\n") + 1
	rest := strings.IndexByte(f.Code[end:], '\n')
	if strings.TrimSpace(f.Code[from:start]) == "" && rest >= 0 && strings.Trim(f.Code[end:end+rest], " \t;") == "" {
		return edit{from, end + rest + 1, ""}
	}
	return edit{start, end, ""}
}

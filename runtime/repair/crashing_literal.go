package repair

import (
	"go/ast"
	"strconv"

	"github.com/trader-error-recovery/runtime/typing"
)

// crashingLiteral computes the elements of a literal before it: the interpreter crashes on fields of indexed values,
// and on more, inside of one.
var crashingLiteral = rule{
	name:        "crashing-literal",
	explanation: "The executor cannot translate a list that is computed while it is written down; its values are now computed first.",
	stages:      []stage{compile},
	codes:       []string{"interpreter_crash"},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			for _, statement := range listOf(node) {
				if edits == nil {
					edits = found.computedBefore(statement)
				}
			}
			return edits == nil
		})
		return edits
	},
}

func (f finding) computedBefore(statement ast.Stmt) []edit {
	var edits []edit
	declarations := ""
	indent := indentAt(f.Code, f.Program.Index(statement.Pos()))
	count := 0
	ast.Inspect(statement, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.BlockStmt, *ast.FuncLit:
			return false
		case *ast.CompositeLit:
			for _, element := range node.Elts {
				if pair, ok := element.(*ast.KeyValueExpr); ok {
					element = pair.Value
				}
				if _, nested := element.(*ast.CompositeLit); nested || isSimple(element) {
					continue
				}
				count++
				name := f.unused("element" + strconv.Itoa(count))
				declarations += name + " := " + f.text(element) + "\n" + indent
				edits = append(edits, f.replace(element, name))
			}
		}
		return true
	})
	if len(edits) == 0 {
		return nil
	}
	return append([]edit{f.before(statement, declarations)}, edits...)
}

func isSimple(expression ast.Expr) bool {
	switch expression := expression.(type) {
	case *ast.BasicLit, *ast.Ident, *ast.CompositeLit, *ast.FuncLit:
		return true
	case *ast.UnaryExpr:
		return isSimple(expression.X)
	}
	return typing.IsConstant(expression)
}

// rangeOverNumber counts in a loop that the interpreter does not know, `for i := range n`.
var rangeOverNumber = rule{
	name:        "range-over-number",
	explanation: "The executor does not know this form of a loop; it is now written as one that counts.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			loop, ok := node.(*ast.RangeStmt)
			if !ok || found.Types.Of(loop.X) != typing.Int || loop.Value != nil || found.changes(loop.Body, root(loop.X)) {
				return true
			}
			if key, ok := loop.Key.(*ast.Ident); ok && found.changes(loop.Body, key) {
				return true
			}
			name := found.unused("turn")
			if key, ok := loop.Key.(*ast.Ident); ok && key.Name != "_" {
				name = key.Name
			}
			start, end := found.Program.Index(loop.Pos()), found.end(loop.X)
			edits = append(edits, edit{start, end, "for " + name + " := 0; " + name + " < " + found.text(loop.X) + "; " + name + "++"})
			return true
		})
		return edits
	},
}

package repair

import (
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
)

// severalResults mends `ma, err := indicators.CalculateMA(...)` and `upper, middle, lower := ...Bands(...)`. An
// indicator has one result; that it has no value is told by nil, not by an error, and its parts are fields.
var severalResults = rule{
	name:        "several-results",
	explanation: "The indicator gives one result; its parts, and whether there is a value at all, are now read from it.",
	stages:      []stage{compile},
	codes:       []string{"assignment_mismatch"},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			assignment, ok := node.(*ast.AssignStmt)
			if !ok || len(assignment.Lhs) < 2 || len(assignment.Rhs) != 1 || edits != nil {
				return true
			}
			call, ok := assignment.Rhs[0].(*ast.CallExpr)
			if !ok {
				return true
			}
			if results := found.Types.Results(call); len(results) == 1 && typing.Indicator(call.Fun) != nil {
				edits = found.takeOne(assignment, call, results[0])
			}
			return true
		})
		return edits
	},
}

func (f finding) takeOne(assignment *ast.AssignStmt, call *ast.CallExpr, result reflect.Type) []edit {
	last, ok := assignment.Lhs[len(assignment.Lhs)-1].(*ast.Ident)
	if ok && len(assignment.Lhs) == 2 && (last.Name == "err" || last.Name == "ok" || last.Name == "_" || strings.HasPrefix(last.Name, "err") || strings.HasSuffix(last.Name, "k")) && !isPart(result, last.Name) {
		return f.withoutError(assignment, last, result)
	}
	return f.parts(assignment, call, result)
}

func isPart(result reflect.Type, name string) bool {
	for _, field := range typing.FieldNames(result) {
		if strings.EqualFold(field, name) {
			return true
		}
	}
	return false
}

// withoutError drops the second name, and asks the first one for nil where the second was asked.
func (f finding) withoutError(assignment *ast.AssignStmt, second *ast.Ident, result reflect.Type) []edit {
	first, ok := assignment.Lhs[0].(*ast.Ident)
	if !ok {
		return nil
	}
	edits := []edit{{f.end(first), f.end(second), ""}}
	if second.Name == "_" || second.Obj == nil {
		return edits
	}
	missing, present := first.Name+" == nil", first.Name+" != nil"
	if result.Kind() != reflect.Pointer {
		missing, present = "false", "true"
	}
	end := f.scopeEnd(assignment)
	f.walk(func(node ast.Node) bool {
		if node == nil || node.Pos() < assignment.End() || node.Pos() > end {
			return node == nil || node.End() > assignment.Pos()
		}
		if text, ok := f.asked(node, second, missing, present); ok {
			edits = append(edits, f.replace(node, text))
			return false
		}
		return true
	})
	return edits
}

// asked is what a question for the error, or for `ok`, becomes.
func (f finding) asked(node ast.Node, second *ast.Ident, missing, present string) (string, bool) {
	same := func(expression ast.Expr) bool {
		name, ok := expression.(*ast.Ident)
		return ok && name.Name == second.Name
	}
	switch node := node.(type) {
	case *ast.BinaryExpr:
		if same(node.X) && isNil(node.Y) {
			if node.Op == token.EQL {
				return present, true
			}
			return missing, true
		}
	case *ast.UnaryExpr:
		if node.Op == token.NOT && same(node.X) {
			return missing, true
		}
	case *ast.Ident:
		if same(node) {
			return present, true
		}
	}
	return "", false
}

// scopeEnd is where the next assignment gives the same error variable another meaning, or the end of the code.
func (f finding) scopeEnd(assignment *ast.AssignStmt) token.Pos {
	second := assignment.Lhs[1].(*ast.Ident).Name
	end := f.Program.Body.Rbrace
	f.walk(func(node ast.Node) bool {
		other, ok := node.(*ast.AssignStmt)
		if !ok || other.Pos() <= assignment.Pos() || other.Pos() > end {
			return true
		}
		for _, target := range other.Lhs {
			if name, ok := target.(*ast.Ident); ok && name.Name == second {
				end = other.Pos()
			}
		}
		return true
	})
	return end
}

// parts reads the fields of a result into the names that the code gives them, in their order.
func (f finding) parts(assignment *ast.AssignStmt, call *ast.CallExpr, result reflect.Type) []edit {
	fields := typing.FieldNames(result)
	if len(fields) < len(assignment.Lhs) || result.Kind() != reflect.Pointer {
		return nil
	}
	wanted := f.partsByName(assignment, result)
	if wanted == nil {
		return nil
	}
	var names, values []string
	name := f.unused("result")
	for i, target := range assignment.Lhs {
		if text := f.text(target); text != "_" {
			names, values = append(names, text), append(values, name+"."+wanted[i])
		}
	}
	indent := indentAt(f.Code, f.Program.Index(assignment.Pos()))
	text := name + " := " + f.text(call) + "\n" + indent +
		"if " + name + " == nil {\n" + indent + "\t" + f.giveUp() + " " + noValue + "\n" + indent + "}\n" + indent +
		strings.Join(names, ", ") + " " + assignment.Tok.String() + " " + strings.Join(values, ", ")
	return []edit{f.replace(assignment, text)}
}

// partsByName are the fields that the names on the left stand for: by what they say, in any order, and by their place
// only where none says otherwise.
func (f finding) partsByName(assignment *ast.AssignStmt, result reflect.Type) []string {
	fields := typing.FieldNames(result)
	said := make([]string, len(assignment.Lhs))
	spoken := 0
	for i, target := range assignment.Lhs {
		if said[i] = nearestField(result, f.text(target)); said[i] != "" {
			spoken++
		}
	}
	for i := range said {
		switch {
		case said[i] == "" && spoken == 0:
			said[i] = fields[i]
		case said[i] == "" && !slices.Contains(said, fields[i]):
			said[i] = fields[i]
		case said[i] == "" && f.text(assignment.Lhs[i]) != "_":
			return nil
		}
	}
	return said
}

package source

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

func parse(t *testing.T, code string, component Component) *Program {
	t.Helper()
	program, problems := Parse(token.NewFileSet(), code, component)
	if program == nil {
		t.Fatalf("%q: %+v", code, problems)
	}
	return program
}

func TestTheBodyStartsOnTheLineOfTheExecutorsWrapper(t *testing.T) {
	t.Parallel()
	for _, component := range []Component{Filter, Series} {
		lines := strings.Split(Wrap("BODY", component), "\n")
		if lines[9] != "BODY" {
			t.Errorf("%s: line 10 is %q", component, lines[9])
		}
		if got := Wrap("BODY", component)[Offset(component):][:4]; got != "BODY" {
			t.Errorf("%s: the offset points at %q", component, got)
		}
	}
}

func TestUnwrapStaysWithinTheCode(t *testing.T) {
	t.Parallel()
	code := "a\nb\n\n"
	for line, want := range map[int]int{1: 1, 9: 1, 10: 1, 11: 2, 12: 2, 99: 2} {
		if got := Unwrap(token.Position{Line: line, Column: 3}, code).Line; got != want {
			t.Errorf("line %d of the wrapper is line %d, want %d", line, got, want)
		}
	}
}

func TestPlacesAndTextAreTheUsers(t *testing.T) {
	t.Parallel()
	program := parse(t, "x := 1\n\tif x > 2 {\n\t\treturn true\n\t}\nreturn false", Filter)
	statement := program.Body.List[1]
	if got := program.Place(statement.Pos()); got != (Place{2, 2}) {
		t.Errorf("got %+v", got)
	}
	if got := program.Text(statement.(*ast.IfStmt).Cond); got != "x > 2" {
		t.Errorf("got %q", got)
	}
}

func TestInstrumentKeepsPositionsAndMarksLines(t *testing.T) {
	t.Parallel()
	program := parse(t, "for {\n\tx := 1\n\t_ = x\n}", Filter)
	before := program.Place(program.Body.List[0].Pos())
	program.Instrument(Options{Lines: true})
	marks := map[int]bool{}
	ast.Inspect(program.Body, func(node ast.Node) bool {
		if assign, ok := node.(*ast.AssignStmt); ok && strings.Contains(describe(assign.Lhs[0]), lineName) {
			marks[program.Place(assign.Pos()).Line] = true
		}
		return true
	})
	if len(marks) != 3 {
		t.Errorf("marked lines %v, want 1, 2 and 3", marks)
	}
	last := program.Body.List[len(program.Body.List)-1]
	if got := program.Place(last.Pos()); got != before {
		t.Errorf("the loop moved from %+v to %+v", before, got)
	}
}

func describe(expression ast.Expr) string {
	if star, ok := expression.(*ast.StarExpr); ok {
		if name, ok := star.X.(*ast.Ident); ok {
			return name.Name
		}
	}
	return ""
}

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

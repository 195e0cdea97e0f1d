package repair

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
)

// The reasons that a guard gives in the code. They also tell the guards that were put in from the author's own.
const (
	tooShort  = "// too few candles"
	noValue   = "// no value yet"
	noDivisor = "// nothing to divide by"
	notKnown  = "// not known"
)

// incomplete is the variable by which a closure says that it could not compute what it was asked for.
const incomplete = "incomplete"

// guard makes the code give up before a statement if the condition holds: the filter says no, and a closure says that
// the filter has to. A guard that stands there already did not help, and is not repeated.
func (f finding) guard(place site, before ast.Stmt, condition, reason string) []edit {
	at := f.Program.Index(before.Pos())
	indent := indentAt(f.Code, at)
	body, edits := f.giveUp()+" "+reason, []edit(nil)
	if closure := place.closure(); closure != nil {
		body = incomplete + " = true " + reason + "\n" + indent + "\treturn" + f.zeros(closure.Type.Results)
		edits = f.heed()
	}
	text := "if " + condition + " {\n" + indent + "\t" + body + "\n" + indent + "}\n" + indent
	if strings.HasSuffix(f.Code[:at], text) {
		return nil
	}
	return append(edits, edit{at, at, text})
}

// giveUp is the statement of a guard: what the code answers for data it cannot judge.
func (f finding) giveUp() string {
	if f.Component == source.Series {
		return "return map[string]interface{}{}"
	}
	return "return false"
}

// heed declares the variable by which closures give up, and makes every answer of the filter depend on it.
func (f finding) heed() []edit {
	if strings.Contains(f.Code, incomplete+" := false\n") {
		return nil
	}
	edits := []edit{{0, 0, incomplete + " := false\n"}}
	ast.Inspect(f.Program.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			edits = append(edits, f.heedful(node)...)
		}
		return true
	})
	return edits
}

func (f finding) heedful(returned *ast.ReturnStmt) []edit {
	if len(returned.Results) != 1 {
		return nil
	}
	answer := f.text(returned.Results[0])
	if f.Component == source.Series {
		indent := indentAt(f.Code, f.Program.Index(returned.Pos()))
		return []edit{
			f.before(returned, "answer := "+answer+"\n"+indent+"if "+incomplete+" {\n"+indent+"\t"+f.giveUp()+"\n"+indent+"}\n"+indent),
			f.replace(returned.Results[0], "answer"),
		}
	}
	if answer == "false" {
		return nil
	}
	start, end := f.Program.Index(returned.Results[0].Pos()), f.end(returned.Results[0])
	if _, either := returned.Results[0].(*ast.BinaryExpr); either {
		return []edit{{start, start, "("}, {end, end, ") && !" + incomplete}}
	}
	return []edit{{end, end, " && !" + incomplete}}
}

// zeros are what a closure returns when it gives up.
func (f finding) zeros(results *ast.FieldList) string {
	if results == nil || len(results.List) > 0 && len(results.List[0].Names) > 0 {
		return ""
	}
	var values []string
	for _, field := range results.List {
		values = append(values, f.zero(field.Type))
	}
	return " " + strings.Join(values, ", ")
}

func (f finding) zero(written ast.Expr) string {
	switch written := written.(type) {
	case *ast.Ident:
		switch written.Name {
		case "bool":
			return "false"
		case "string":
			return `""`
		case "any", "error":
			return "nil"
		}
		if written.Obj == nil {
			return "0"
		}
		return written.Name + "{}"
	case *ast.SelectorExpr:
		return f.text(written) + "{}"
	}
	return "nil"
}

// alarm is what a guard panics with where it is to be seen.
const alarm = "\x00guard"

// alarmed makes the guards that were put in for these reasons visible.
func alarmed(code string, reasons ...string) string {
	lines := strings.Split(code, "\n")
	for i, line := range lines {
		if slices.ContainsFunc(reasons, func(reason string) bool { return strings.HasSuffix(line, reason) }) {
			lines[i] = `panic("\x00guard")`
		}
	}
	return strings.Join(lines, "\n")
}

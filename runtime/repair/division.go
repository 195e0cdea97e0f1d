package repair

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
)

// wholeDivision divides whole numbers with decimals where the result is compared or computed with such.
var wholeDivision = rule{
	name:        "whole-number-division",
	explanation: "Dividing whole numbers drops the decimals that the code goes on to use; they are now kept.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		seen := map[ast.Expr]bool{}
		for _, wanted := range found.wants() {
			name, ok := wanted.expression.(*ast.Ident)
			if !ok || wanted.kind != typing.Float || found.Types.Of(name) != typing.Int {
				continue
			}
			division, ok := ast.Unparen(declaredOr(name)).(*ast.BinaryExpr)
			if !ok || division.Op != token.QUO || seen[division] || !found.onlyBroken(name) {
				continue
			}
			seen[division] = true
			for _, side := range []ast.Expr{division.X, division.Y} {
				if !typing.IsConstant(side) {
					edits = append(edits, found.replace(side, "float64("+found.text(side)+")"))
				}
			}
		}
		return edits
	},
}

// onlyBroken tells whether every use of a variable asks for a number with decimals.
func (f finding) onlyBroken(name *ast.Ident) bool {
	uses := 0
	f.walk(func(node ast.Node) bool {
		if use, ok := node.(*ast.Ident); ok && use.Obj == name.Obj && use.Pos() != name.Obj.Pos() {
			uses++
		}
		return true
	})
	for _, wanted := range f.wants() {
		if use, ok := wanted.expression.(*ast.Ident); ok && use.Obj == name.Obj && wanted.kind == typing.Float {
			uses--
		}
	}
	return uses == 0
}

func declaredOr(name *ast.Ident) ast.Expr {
	if declared := typing.Declared(name); declared != nil {
		return declared
	}
	return name
}

// formattedText joins the parts of a text that is formatted from whole numbers and texts alone.
var formattedText = rule{
	name:        "formatted-text",
	explanation: "Filters cannot import packages; the text is now put together from its parts.",
	stages:      []stage{compile},
	codes:       []string{"undefined_name"},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || foreignSymbol(call.Fun) != "fmt.Sprintf" || len(call.Args) < 2 {
				return true
			}
			if text := found.joined(call.Args); text != "" {
				edits = append(edits, found.replace(call, text))
			}
			return false
		})
		return edits
	},
}

var verb = regexp.MustCompile(`%[dsv]`)

func (f finding) joined(arguments []ast.Expr) string {
	literal, ok := arguments[0].(*ast.BasicLit)
	if !ok {
		return ""
	}
	format, err := strconv.Unquote(literal.Value)
	parts := verb.Split(format, -1)
	if err != nil || len(parts) != len(arguments) || strings.Contains(strings.Join(parts, ""), "%") {
		return ""
	}
	var joined []string
	for i, part := range parts {
		if part != "" {
			joined = append(joined, strconv.Quote(part))
		}
		if i+1 == len(arguments) {
			break
		}
		switch value := arguments[i+1]; f.Types.Of(value) {
		case typing.Text:
			joined = append(joined, f.text(value))
		case typing.Int:
			joined = append(joined, "strconv.Itoa("+f.text(value)+")")
		default:
			return ""
		}
	}
	return strings.Join(joined, " + ")
}

// breakInSwitch leaves the endless loop around a switch where a break leaves the switch alone, which it does anyway.
var breakInSwitch = rule{
	name:        "break-in-switch",
	explanation: "The break left only the switch, so the loop around it never ended; it now leaves the loop.",
	stages:      []stage{running},
	codes:       []string{"step_limit"},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			for _, statement := range listOf(node) {
				loop, ok := statement.(*ast.ForStmt)
				if !ok || loop.Cond != nil {
					continue
				}
				label := found.unused("scan")
				for _, inner := range loop.Body.List {
					if cases, ok := inner.(*ast.SwitchStmt); ok {
						edits = append(edits, found.labelBreaks(cases, label)...)
					}
				}
				if len(edits) > 0 {
					edits = append(edits, found.before(loop, label+":\n"+indentAt(found.Code, found.Program.Index(loop.Pos()))))
					return false
				}
			}
			return true
		})
		return edits
	},
}

func (f finding) labelBreaks(cases *ast.SwitchStmt, label string) []edit {
	var edits []edit
	ast.Inspect(cases.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			if node.Tok == token.BREAK && node.Label == nil {
				edits = append(edits, f.replace(node, "break "+label))
			}
		}
		return true
	})
	return edits
}

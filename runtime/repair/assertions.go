package repair

import (
	"go/ast"
	"regexp"

	"github.com/trader-error-recovery/runtime/typing"
)

// wrongAssertion takes a value for the type it has, where the code takes it for another kind of number.
var wrongAssertion = rule{
	name:        "wrong-assertion",
	explanation: "The value is of another kind than the code took it for; it is now taken for what it is, and converted.",
	stages:      []stage{running},
	codes:       []string{"wrong_type"},
	edits: func(found finding) []edit {
		place, ok := found.failing()
		if !ok {
			return nil
		}
		match := assertionMessage.FindStringSubmatch(found.Failure.Message)
		if match == nil {
			return nil
		}
		var edits []edit
		place.evaluated(func(node ast.Node) {
			assertion, ok := node.(*ast.TypeAssertExpr)
			if !ok || assertion.Type == nil || found.text(assertion.Type) != match[2] {
				return
			}
			wanted := found.Types.Written(assertion.Type)
			if match[1] == "*float64" && wanted == typing.Float {
				edits = append(edits, found.replace(assertion, "*"+found.text(assertion.X)+".(*float64)"))
			}
			if isNumber(wanted) && isNumberName(match[1]) {
				edits = append(edits, found.replace(assertion, match[2]+"("+found.text(assertion.X)+".("+match[1]+"))"))
			}
		})
		return edits
	},
}

func isNumberName(name string) bool {
	return name == "int" || name == "float64" || name == "int64"
}

// assertionMessage is what the interpreter says of `x.(T)` for a value of another type.
var assertionMessage = regexp.MustCompile(`interface conversion: interface {} is ([^,]+), not (.+)$`)

// uncheckedAssertion gives up where a value is missing that the code takes for granted.
var uncheckedAssertion = rule{
	name:        "unchecked-assertion",
	explanation: "A value that may be missing was taken for granted; the filter now says no where it is.",
	stages:      []stage{running},
	codes:       []string{"wrong_type"},
	edits: func(found finding) []edit {
		place, ok := found.failing()
		if !ok || place.closure() != nil {
			return nil
		}
		assignment, ok := place.statement.(*ast.AssignStmt)
		if !ok || len(assignment.Lhs) != 1 || assignment.Tok.String() != ":=" {
			return nil
		}
		if assertion, ok := assignment.Rhs[0].(*ast.TypeAssertExpr); !ok || assertion.Type == nil {
			return nil
		}
		name := found.text(assignment.Lhs[0])
		known := found.unused(name + "Known")
		indent := indentAt(found.Code, found.Program.Index(assignment.Pos()))
		return []edit{
			{found.end(assignment.Lhs[0]), found.end(assignment.Lhs[0]), ", " + known},
			{found.end(assignment), found.end(assignment), "\n" + indent + "if !" + known + " {\n" + indent + "\t" + found.giveUp() + " " + notKnown + "\n" + indent + "}"},
		}
	},
}

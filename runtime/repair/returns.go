package repair

import (
	"go/ast"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/typing"
	"github.com/trader-error-recovery/runtime/warnings"
)

// missingReturn makes the code answer where it ends without one; the executor takes that for a no anyway.
var missingReturn = rule{
	name:        "missing-return",
	explanation: "The code could reach its end without an answer; it now says no there, as the executor took it.",
	stages:      []stage{compile, running},
	edits:       answerAtEnd,
}

func answerAtEnd(found finding) []edit {
	if found.Program == nil || warnings.Terminates(found.Program.Body) {
		return nil
	}
	end := len(strings.TrimRight(found.Code, " \t\r\n"))
	return []edit{{end, end, "\n" + found.giveUp()}}
}

// wrongReturn makes returns give the one answer that is asked for.
var wrongReturn = rule{
	name:        "wrong-return",
	explanation: "The code returned something else than its one answer; it now returns the answer alone.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		ast.Inspect(found.Program.Body, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ReturnStmt:
				edits = append(edits, found.oneAnswer(node)...)
			}
			return true
		})
		return edits
	},
}

func (f finding) oneAnswer(returned *ast.ReturnStmt) []edit {
	switch results := returned.Results; {
	case len(results) == 0 || isNil(results[0]) || f.returnsMissing(returned):
		return []edit{f.replace(returned, f.giveUp())}
	case f.Component == source.Series && (isWord(results[0], "false") || isWord(results[0], "true")):
		return []edit{f.replace(returned, f.giveUp())}
	case len(results) == 1 && f.Component == source.Filter && f.answerIn(results[0]) != nil:
		return []edit{f.replace(results[0], f.text(f.answerIn(results[0])))}
	case len(results) > 1 && (f.Component == source.Series || f.Types.Of(results[0]) == typing.Truth || f.Types.Of(results[0]) == nil):
		return []edit{{f.end(results[0]), f.end(results[len(results)-1]), ""}}
	case len(results) == 1 && f.giveUp() == "return false" && wordAnswer.MatchString(f.text(results[0])):
		return []edit{f.replace(results[0], map[bool]string{true: "true", false: "false"}[isYes(f.text(results[0]))])}
	}
	return nil
}

func isWord(expression ast.Expr, word string) bool {
	name, ok := expression.(*ast.Ident)
	return ok && name.Name == word && name.Obj == nil
}

// returnsMissing tells `if high == nil { return high }`, which answers with what is missing.
func (f finding) returnsMissing(returned *ast.ReturnStmt) bool {
	name, ok := returned.Results[0].(*ast.Ident)
	kind := f.Types.Of(returned.Results[0])
	if !ok || len(returned.Results) != 1 || kind == nil || kind.Kind() != reflect.Pointer {
		return false
	}
	missing := false
	f.walk(func(node ast.Node) bool {
		branch, ok := node.(*ast.IfStmt)
		if ok && len(branch.Body.List) == 1 && branch.Body.List[0] == ast.Stmt(returned) {
			missing = strings.Contains(squeeze(f.text(branch.Cond)), name.Name+"==nil")
		}
		return true
	})
	return missing
}

// answerIn is the answer within a table that was returned in its place, under one of the names that answers have.
func (f finding) answerIn(returned ast.Expr) ast.Expr {
	table, ok := returned.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	for _, element := range table.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key := strings.Trim(strings.ToLower(f.text(pair.Key)), `"`)
		if slices.Contains([]string{"matched", "match", "matches", "signal", "result", "triggered", "pass"}, key) && f.Types.Of(pair.Value) == typing.Truth {
			return pair.Value
		}
	}
	return nil
}

// wordAnswer matches an answer given as a number or text.
var wordAnswer = regexp.MustCompile(`^(?:0|1|"(?i:true|false|yes|no|buy|long|hold|none|neutral|wait|match|no match)?")$`)

func isYes(answer string) bool {
	return slices.Contains([]string{"1", "true", "yes", "buy", "long", "match"}, strings.ToLower(strings.Trim(answer, `"`)))
}

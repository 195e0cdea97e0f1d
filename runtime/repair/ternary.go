package repair

import (
	"go/token"
	"strings"
)

// ternary writes `x := condition ? a : b` as an if. Within an expression it is left alone.
var ternary = rule{
	name:        "ternary",
	explanation: "Go has no `condition ? a : b`; it is now written as an if.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		lexemes := lex(found.Code)
		var edits []edit
		for i := range lexemes {
			if lexemes[i].text != "?" {
				continue
			}
			if change, ok := asIf(found.Code, lexemes, i); ok {
				edits = append(edits, change)
			}
		}
		return edits
	},
}

func asIf(code string, lexemes []lexeme, at int) (edit, bool) {
	first, last, colon := at, at, -1
	for first > 0 && !endsLine(lexemes[first-1]) {
		first--
	}
	for last < len(lexemes) && !endsLine(lexemes[last]) {
		if lexemes[last].kind == token.COLON && colon < 0 {
			colon = last
		}
		last++
	}
	if colon < 0 || strings.Count(code[lexemes[first].start:lexemes[last-1].end], "?") != 1 || last-1 == colon {
		return edit{}, false
	}
	start := lexemes[first].start
	indent := indentAt(code, start)
	yes := code[lexemes[at].end:lexemes[colon].start]
	no := code[lexemes[colon].end:lexemes[last-1].end]
	yes, no = strings.TrimSpace(yes), strings.TrimSpace(no)
	block := func(condition, statement string) string {
		return "if " + condition + " {\n" + indent + "\t" + statement + "\n" + indent + "}"
	}
	if lexemes[first].kind == token.RETURN {
		condition := strings.TrimSpace(code[lexemes[first].end:lexemes[at].start])
		return edit{start, lexemes[last-1].end, block(condition, "return "+yes) + "\n" + indent + "return " + no}, true
	}
	for i := first; i < at; i++ {
		if lexemes[i].kind == token.DEFINE || lexemes[i].kind == token.ASSIGN {
			name := strings.TrimSpace(code[start:lexemes[i].start])
			condition := strings.TrimSpace(code[lexemes[i].end:lexemes[at].start])
			return edit{start, lexemes[last-1].end, name + " " + lexemes[i].text + " " + no + "\n" + indent + block(condition, name+" = "+yes)}, true
		}
	}
	return edit{}, false
}

func endsLine(next lexeme) bool {
	return next.kind == token.SEMICOLON || next.kind == token.LBRACE || next.kind == token.RBRACE
}

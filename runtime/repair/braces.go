package repair

import (
	"go/token"
	"strings"
)

// unclosed closes what a truncated answer left open, if nothing else of it is missing: its last statement is whole.
var unclosed = rule{
	name:        "unclosed-block",
	explanation: "The code ended before its blocks were closed, as a cut-off answer does; they are now closed.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		lexemes := lex(found.Code)
		var open []string
		for _, next := range lexemes {
			switch next.kind {
			case token.LBRACE, token.LPAREN, token.LBRACK:
				open = append(open, map[token.Token]string{token.LBRACE: "}", token.LPAREN: ")", token.LBRACK: "]"}[next.kind])
			case token.RBRACE, token.RPAREN, token.RBRACK:
				if len(open) == 0 || open[len(open)-1] != next.text {
					return nil
				}
				open = open[:len(open)-1]
			}
		}
		if len(open) == 0 || !endsStatement(lexemes) {
			return nil
		}
		text := ""
		for i := len(open) - 1; i >= 0; i-- {
			if open[i] == "}" {
				text += "\n"
			}
			text += open[i]
		}
		end := len(strings.TrimRight(found.Code, " \t\r\n"))
		return []edit{{end, len(found.Code), text}}
	},
}

// endsStatement tells whether the last token can end a statement: a value, or a block that just began or ended.
func endsStatement(lexemes []lexeme) bool {
	for i := len(lexemes) - 1; i >= 0; i-- {
		last := lexemes[i]
		if last.kind == token.SEMICOLON && last.text == "" {
			continue
		}
		switch last.kind {
		case token.RBRACE, token.SEMICOLON, token.INC, token.DEC, token.RETURN, token.BREAK, token.CONTINUE:
			return true
		}
		return endsOperand(last)
	}
	return false
}

// surplus removes closing braces that close nothing: the end of a function whose beginning was taken off.
var surplus = rule{
	name:        "surplus-brace",
	explanation: "A closing brace that closed nothing was removed.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		var edits []edit
		open := 0
		for _, next := range lex(found.Code) {
			switch next.kind {
			case token.LBRACE:
				open++
			case token.RBRACE:
				if open--; open < 0 {
					open = 0
					edits = append(edits, edit{next.start, next.end, ""})
				}
			}
		}
		return edits
	},
}

// lineBreaks joins what the language does not let a line begin with to the line before: an else, a block, an operator.
var lineBreaks = rule{
	name:        "line-breaks",
	explanation: "A line cannot end before an else, a block or an operator that belongs to it; the lines are now broken behind it.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		lexemes := lex(found.Code)
		var edits []edit
		for i := range lexemes {
			if is(lexemes, i, "}", "", "else") {
				edits = append(edits, edit{lexemes[i].end, lexemes[i+2].start, " "})
			}
			if is(lexemes, i, "", "{") && beginsBlock(lexemes, i-1) {
				edits = append(edits, edit{lexemes[i-1].end, lexemes[i+1].start, " "})
			}
			if is(lexemes, i, "") && i+1 < len(lexemes) && i > 0 && continues(lexemes[i+1]) {
				next := lexemes[i+1]
				edits = append(edits, edit{lexemes[i-1].end, lexemes[i-1].end, " " + next.text}, edit{next.start, next.end + spaces(found.Code[next.end:]), ""})
			}
		}
		return edits
	},
}

// beginsBlock tells whether the line that a token ends is the head of a block.
func beginsBlock(lexemes []lexeme, last int) bool {
	for i := last; i >= 0; i-- {
		switch lexemes[i].kind {
		case token.IF, token.FOR, token.SWITCH, token.ELSE, token.FUNC:
			return true
		case token.SEMICOLON:
			if lexemes[i].text == "" {
				return false
			}
		case token.LBRACE, token.RBRACE:
			return false
		}
	}
	return false
}

// continues tells an operator that cannot begin a statement.
func continues(next lexeme) bool {
	switch next.kind {
	case token.LAND, token.LOR, token.ADD, token.QUO, token.LSS, token.GTR, token.LEQ, token.GEQ, token.EQL, token.NEQ:
		return true
	}
	return false
}

func spaces(text string) int { return len(text) - len(strings.TrimLeft(text, " \t")) }

// openBracket closes the one bracket that a line left open.
var openBracket = rule{
	name:        "open-bracket",
	explanation: "A bracket was not closed; it now is.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		var edits []edit
		offset := 0
		for _, line := range strings.SplitAfter(found.Code, "\n") {
			trimmed := strings.TrimSpace(line)
			opened := 0
			for _, next := range lex(trimmed) {
				switch next.kind {
				case token.LPAREN:
					opened++
				case token.RPAREN:
					opened--
				}
			}
			body := strings.TrimRight(strings.TrimSuffix(strings.TrimRight(line, " \t\r\n"), "{"), " \t")
			switch {
			case opened == 1 && !strings.HasPrefix(trimmed, "//") && body != "" && !strings.ContainsAny(body[len(body)-1:], "(,&|+-*/=<>{"):
				edits = append(edits, edit{offset + len(body), offset + len(body), ")"})
			case opened == -1 && strings.HasPrefix(trimmed, "if") && strings.HasSuffix(trimmed, "{"):
				closing := strings.LastIndex(body, ")")
				edits = append(edits, edit{offset + closing, offset + closing + 1, ""})
			}
			offset += len(line)
		}
		return edits
	},
}

// assignmentAsTest compares where the code assigns in a condition.
var assignmentAsTest = rule{
	name:        "assignment-as-condition",
	explanation: "The condition assigned a value where it was to compare; it now compares.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		lexemes := lex(found.Code)
		var edits []edit
		for i := range lexemes {
			if lexemes[i].kind != token.IF {
				continue
			}
			var assigned *lexeme
			for j := i + 1; j < len(lexemes) && lexemes[j].kind != token.LBRACE; j++ {
				if lexemes[j].kind == token.ASSIGN && assigned == nil {
					assigned = &lexemes[j]
				}
				if lexemes[j].kind == token.SEMICOLON {
					assigned = nil
				}
			}
			if assigned != nil {
				edits = append(edits, edit{assigned.start, assigned.end, "=="})
			}
		}
		return edits
	},
}

package repair

import (
	"go/token"
	"strings"
)

// foreignLoop writes loops of JavaScript as those of Go: `for (i = 0; ...)`, `for (const k of klines)`.
var foreignLoop = rule{
	name:        "foreign-loop",
	explanation: "The loop was written as in another language; it is now one of Go.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		lexemes := lex(found.Code)
		var edits []edit
		for i := range lexemes {
			if lexemes[i].kind != token.FOR {
				continue
			}
			first, last := i+1, i+1
			bracketed := is(lexemes, first, "(")
			for last < len(lexemes) && lexemes[last].kind != token.LBRACE {
				last++
			}
			if bracketed {
				first, last = first+1, last-1
			}
			if last <= first || last >= len(lexemes) {
				continue
			}
			if header := loopHeader(found.Code, lexemes[first:last], bracketed); header != "" {
				end := lexemes[last-1].end
				if bracketed {
					end = lexemes[last].end
				}
				edits = append(edits, edit{lexemes[i].end, end, " " + header})
			}
		}
		return edits
	},
}

// loopHeader is the header of a loop in Go, empty if it is one already.
func loopHeader(code string, lexemes []lexeme, bracketed bool) string {
	start, end := lexemes[0].start, lexemes[len(lexemes)-1].end
	for i, next := range lexemes {
		if (next.text == "of" || next.text == "in") && i > 0 {
			name := "_, " + lexemes[i-1].text
			if next.text == "in" && bracketed { // of JavaScript, which gives positions
				name = lexemes[i-1].text
			}
			return name + " := range " + strings.TrimSpace(code[next.end:end])
		}
	}
	if !bracketed {
		return ""
	}
	for i, next := range lexemes {
		if next.kind == token.SEMICOLON {
			header := code[start:end]
			if i > 1 && lexemes[1].kind == token.ASSIGN {
				header = lexemes[0].text + " :=" + code[lexemes[1].end:end]
			}
			return header
		}
	}
	return ""
}

// bareBranch puts braces around the one statement of `if (condition) return false;`.
var bareBranch = rule{
	name:        "bare-branch",
	explanation: "What an if does has to stand between braces; it now does.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		lexemes := lex(found.Code)
		var edits []edit
		for i := range lexemes {
			if lexemes[i].kind != token.IF && lexemes[i].kind != token.ELSE {
				continue
			}
			first := i + 1
			if lexemes[i].kind == token.IF {
				if first = afterCondition(lexemes, i+1); first < 0 {
					continue
				}
			}
			if is(lexemes, first, "") { // the statement is on the next line
				first++
			}
			if !isExit(lexemes, first) {
				continue
			}
			last := first
			for last < len(lexemes) && lexemes[last].kind != token.SEMICOLON {
				last++
			}
			end := lexemes[last-1].end
			indent := indentAt(found.Code, lexemes[i].start)
			edits = append(edits, edit{lexemes[first-1].end, lexemes[first].start, " {\n" + indent + "\t"})
			if last < len(lexemes) && lexemes[last].text == ";" {
				end = lexemes[last].end
			}
			edits = append(edits, edit{end, end, "\n" + indent + "}"})
		}
		return edits
	},
}

// afterCondition is the index of the statement behind a condition, bracketed or not, -1 if there is none.
func afterCondition(lexemes []lexeme, at int) int {
	if first := afterBrackets(lexemes, at); first >= 0 && (is(lexemes, first, "") || isExit(lexemes, first)) {
		return first
	}
	for i := at; i < len(lexemes) && lexemes[i].kind != token.LBRACE && lexemes[i].kind != token.SEMICOLON; i++ {
		if isExit(lexemes, i) {
			return i
		}
	}
	return -1
}

func isExit(lexemes []lexeme, i int) bool {
	return i < len(lexemes) && (lexemes[i].kind == token.RETURN || lexemes[i].kind == token.CONTINUE || lexemes[i].kind == token.BREAK)
}

// afterBrackets is the index of what follows a bracketed condition, -1 if there is none.
func afterBrackets(lexemes []lexeme, at int) int {
	if !is(lexemes, at, "(") {
		return -1
	}
	open := 0
	for i := at; i < len(lexemes); i++ {
		switch lexemes[i].kind {
		case token.LPAREN:
			open++
		case token.RPAREN:
			if open--; open == 0 {
				return i + 1
			}
		case token.LBRACE:
			return -1
		}
	}
	return -1
}

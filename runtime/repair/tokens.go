package repair

import (
	"go/scanner"
	"go/token"
	"strings"
)

// lexeme is one token of code that may not be Go, with its place in the text.
type lexeme struct {
	kind       token.Token
	text       string
	start, end int
}

// lex splits code into tokens without comments. Semicolons that line ends stand for are kept, with no text.
func lex(code string) []lexeme {
	files := token.NewFileSet()
	file := files.AddFile("", -1, len(code))
	var source scanner.Scanner
	source.Init(file, []byte(code), func(token.Position, string) {}, 0)
	var found []lexeme
	for {
		position, kind, literal := source.Scan()
		if kind == token.EOF {
			return found
		}
		start := min(file.Offset(position), len(code))
		text := literal
		switch {
		case kind == token.SEMICOLON && literal == "\n":
			text = ""
		case kind == token.SEMICOLON:
			text = ";"
		case text == "":
			text = kind.String()
		}
		found = append(found, lexeme{kind, text, start, min(len(code), start+len(text))})
	}
}

// is tells whether the tokens from i on are these texts, in this order.
func is(lexemes []lexeme, i int, texts ...string) bool {
	if i < 0 || i+len(texts) > len(lexemes) {
		return false
	}
	for n, text := range texts {
		if lexemes[i+n].text != text {
			return false
		}
	}
	return true
}

// touching tells whether a token begins where the one before it ends.
func touching(lexemes []lexeme, i int) bool {
	return i > 0 && i < len(lexemes) && lexemes[i-1].end == lexemes[i].start
}

// foreignWords writes what other languages have as words and signs in those of this one.
var foreignWords = rule{
	name:        "foreign-words",
	explanation: "The code had words and signs of another language; they are now those of Go.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		lexemes := lex(found.Code)
		var edits []edit
		for i := range lexemes {
			if text, length := foreign(lexemes, i); length > 0 {
				edits = append(edits, edit{lexemes[i].start, lexemes[i+length-1].end, text})
			}
		}
		return edits
	},
}

// foreign is what stands for the tokens from i on, and how many they are.
func foreign(lexemes []lexeme, i int) (string, int) {
	this := lexemes[i]
	next := func(text string) bool { return is(lexemes, i+1, text) && touching(lexemes, i+1) }
	operand := i > 0 && endsOperand(lexemes[i-1])
	switch {
	case this.text == "==" && next("="):
		return "==", 2
	case this.text == "!=" && next("="):
		return "!=", 2
	case this.text == "=" && next("<"):
		return "<=", 2
	case this.text == "=" && next(">") && operand && !is(lexemes, i+2, "{") && !is(lexemes, i-1, ")"):
		return ">=", 2
	case this.text == "<" && next(">"):
		return "!=", 2
	case this.text == "and" && operand:
		return "&&", 1
	case this.text == "or" && operand:
		return "||", 1
	case this.text == "AND" && operand:
		return "&&", 1
	case this.text == "OR" && operand:
		return "||", 1
	case this.text == "not" && !operand && i+1 < len(lexemes) && this.kind == token.IDENT:
		return "!", 1
	case this.text == "is" && operand && is(lexemes, i+1, "not"):
		return "!=", 2
	case this.text == "is" && operand:
		return "==", 1
	case this.text == "?" && is(lexemes, i+1, ".") && touching(lexemes, i+1) && is(lexemes, i+2, "["):
		return "", 2
	case this.text == "?" && is(lexemes, i+1, ".") && touching(lexemes, i+1):
		return ".", 2
	case (this.text == "++" || this.text == "--") && !operand && i+1 < len(lexemes) && lexemes[i+1].kind == token.IDENT:
		return lexemes[i+1].text + this.text, 2
	case this.text == "elif" || this.text == "elseif":
		return "else if", 1
	case (this.text == "while") && this.kind == token.IDENT && i+1 < len(lexemes) && !is(lexemes, i+1, ":="):
		return "for", 1
	case (this.text == "let" || this.text == "const" || this.text == "var" || this.text == "auto") && i+2 < len(lexemes) && lexemes[i+1].kind == token.IDENT && is(lexemes, i+2, "="):
		if this.text == "var" && this.kind == token.VAR {
			return "", 0
		}
		return lexemes[i+1].text + " :=", 3
	case this.kind == token.CHAR && len(this.text) > 3:
		return `"` + strings.ReplaceAll(strings.Trim(this.text, "'"), `"`, `\"`) + `"`, 1
	}
	return "", 0
}

// endsOperand tells whether a value can end with a token, so that an operator is due.
func endsOperand(before lexeme) bool {
	switch before.kind {
	case token.IDENT:
		return before.text != "and" && before.text != "or" && before.text != "not"
	case token.INT, token.FLOAT, token.STRING, token.CHAR, token.RPAREN, token.RBRACK:
		return true
	}
	return false
}

// typographic writes characters of text as those of code.
var typographic = rule{
	name:        "typographic-characters",
	explanation: "The code had characters of written text, such as curly quotes; they are now those of code.",
	stages:      []stage{text, compile},
	edits: func(found finding) []edit {
		var edits []edit
		from := 0
		plain := func(to int) {
			if part := found.Code[from:to]; typeset.Replace(part) != part {
				edits = append(edits, edit{from, to, typeset.Replace(part)})
			}
		}
		for _, next := range lex(found.Code) {
			if next.kind == token.STRING && len(next.text) > 1 && next.text[0] == next.text[len(next.text)-1] && next.start >= from {
				plain(next.start) // what stands in a text stays
				from = next.end
			}
		}
		plain(len(found.Code))
		return edits
	},
}

var typeset = strings.NewReplacer(
	"“", `"`, "”", `"`, "„", `"`, "‘", "'", "’", "'", "«", `"`, "»", `"`, "\u00a0", " ", "\u2009", " ", "\u202f", " ", "\u200b", "", "\ufeff", "", "\u200e", "",
	"−", "-", "–", "-", "—", "-", "≥", ">=", "≤", "<=", "≠", "!=", "×", "*", "÷", "/", "；", ";", "，", ",", "（", "(", "）", ")", "｛", "{", "｝", "}", "＝", "=",
	"：", ":", "＞", ">", "＜", "<", "…", "...", "&&amp;", "&&", "&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'",
)

package transplant

import (
	"go/scanner"
	"go/token"
	"strings"
)

// lexeme is one token of code. Comments are none, and neither is punctuation that only formatting asks for: commas and
// semicolons before a closing bracket. A semicolon that a line end stands for has no text.
type lexeme struct {
	kind       token.Token
	text       string
	start, end int
	reach      int // where such punctuation behind it ends
}

func lex(code string) []lexeme {
	file := token.NewFileSet().AddFile("", -1, len(code))
	var tokens scanner.Scanner
	tokens.Init(file, []byte(code), func(token.Position, string) {}, 0)
	var found []lexeme
	for {
		position, kind, literal := tokens.Scan()
		if kind == token.EOF || kind == token.RBRACE || kind == token.RPAREN || kind == token.RBRACK {
			found = withoutOptional(found, kind)
		}
		if kind == token.EOF {
			return found
		}
		next := lexeme{kind: kind, start: min(file.Offset(position), len(code))}
		next.end = min(next.start+width(kind, literal, code[next.start:]), len(code))
		if next.text = code[next.start:next.end]; next.text == "" && len(found) > 0 {
			next.start, next.end = found[len(found)-1].end, found[len(found)-1].end
		}
		next.reach = next.end
		found = append(found, next)
	}
}

// width is how much of the text a token takes; of a raw string the scanner leaves out carriage returns.
func width(kind token.Token, literal, rest string) int {
	switch {
	case kind == token.SEMICOLON && literal == "\n":
		return 0
	case kind == token.SEMICOLON:
		return 1
	case kind == token.STRING && literal[0] == '`':
		if end := strings.IndexByte(rest[1:], '`'); end >= 0 {
			return end + 2
		}
		return len(rest)
	case literal != "":
		return len(literal)
	}
	return len(kind.String())
}

func withoutOptional(found []lexeme, closing token.Token) []lexeme {
	for len(found) > 1 {
		last := found[len(found)-1]
		if last.kind != token.SEMICOLON && (last.kind != token.COMMA || closing == token.EOF) {
			break
		}
		found = found[:len(found)-1]
		if last.text != "" {
			found[len(found)-1].reach = last.reach
		}
	}
	return found
}

// correspond tells whether two pieces of code of the same hash are the same token by token, but for names and numbers.
func correspond(ours, theirs []lexeme) bool {
	if len(ours) != len(theirs) {
		return false
	}
	for i, one := range ours {
		switch one.kind {
		case token.IDENT, token.INT, token.FLOAT, token.SEMICOLON:
		default:
			if one.text != theirs[i].text {
				return false
			}
		}
		if one.kind != theirs[i].kind {
			return false
		}
	}
	return true
}

// endsOperand tells whether a line end behind the token ends the statement.
func (l lexeme) endsOperand() bool {
	switch l.kind {
	case token.IDENT, token.INT, token.FLOAT, token.IMAG, token.CHAR, token.STRING, token.RPAREN, token.RBRACK, token.RBRACE,
		token.BREAK, token.CONTINUE, token.FALLTHROUGH, token.RETURN, token.INC, token.DEC:
		return true
	}
	return false
}

package transplant

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
)

// pattern is how changed code is laid out. Of its author's formatting only the spaces between the words of a line stay.
type pattern struct {
	code    string
	lexemes []lexeme
	blocks  map[int]bool // where braces and brackets stand that hold statements, one a line
	labels  map[int]bool // where colons stand that statements follow
	within  []bool       // of each place, whether a semicolon there ends no line: in headers, and in closures of one line
}

func newPattern(program *source.Program, lexemes []lexeme) *pattern {
	made := &pattern{program.Code, lexemes, map[int]bool{}, map[int]bool{}, make([]bool, len(program.Code)+2)}
	place := func(position token.Pos) int { return min(max(0, program.Index(position)), len(made.within)) }
	fill := func(from, to token.Pos, value bool) {
		for i := place(from); i < place(to); i++ {
			made.within[i] = value
		}
	}
	inLine := map[*ast.BlockStmt]bool{}
	ast.Inspect(program.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ForStmt:
			fill(node.Pos(), node.Body.Lbrace, true)
		case *ast.RangeStmt:
			fill(node.Pos(), node.Body.Lbrace, true)
		case *ast.IfStmt:
			fill(node.Pos(), node.Body.Lbrace, true)
		case *ast.SwitchStmt:
			fill(node.Pos(), node.Body.Lbrace, true)
		case *ast.TypeSwitchStmt:
			fill(node.Pos(), node.Body.Lbrace, true)
		case *ast.FuncLit:
			inLine[node.Body] = !strings.Contains(program.Text(node.Body), "\n")
		case *ast.BlockStmt:
			fill(node.Lbrace, node.Rbrace, inLine[node])
			made.blocks[place(node.Lbrace)], made.blocks[place(node.Rbrace)] = !inLine[node], !inLine[node]
		case *ast.StructType:
			fill(node.Pos(), node.End(), true)
		case *ast.GenDecl:
			if node.Lparen.IsValid() {
				made.blocks[place(node.Lparen)], made.blocks[place(node.Rparen)] = true, true
			}
		case *ast.CaseClause:
			made.labels[place(node.Colon)] = true
		case *ast.LabeledStmt:
			made.labels[place(node.Colon)] = true
		}
		return true
	})
	return made
}

// breaks tells whether a token begins a line.
func (p *pattern) breaks(i int) bool {
	if i == 0 || i == len(p.lexemes) {
		return false
	}
	before, after := p.lexemes[i-1], p.lexemes[i]
	opened, closed := p.blocks[before.start] && isOpening(before.kind), p.blocks[after.start] && isClosing(after.kind)
	return before.kind == token.SEMICOLON && !p.within[before.start] || opened != closed || p.labels[before.start]
}

// space is what stands before a token that begins no line.
func (p *pattern) space(i int) string {
	if i == 0 || i == len(p.lexemes) {
		return ""
	}
	before, after := p.lexemes[i-1], p.lexemes[i]
	written := p.code[before.end:after.start]
	switch {
	case after.kind == token.SEMICOLON || after.kind == token.COMMA:
		return ""
	case before.kind == token.COMMA, before.kind == token.SEMICOLON, isSpaced(before.kind), isSpaced(after.kind):
		return " "
	case written == "", before.kind == token.PERIOD, after.kind == token.PERIOD:
		return ""
	case strings.Contains(written, "\n") && (isOpening(before.kind) || isClosing(after.kind)):
		return ""
	}
	return " "
}

// isSpaced tells what has two sides wherever it stands.
func isSpaced(kind token.Token) bool {
	return kind == token.LAND || kind == token.LOR || kind == token.DEFINE || kind >= token.ADD_ASSIGN && kind <= token.AND_NOT_ASSIGN ||
		kind >= token.EQL && kind <= token.ASSIGN || kind >= token.NEQ && kind <= token.GEQ
}

func isOpening(kind token.Token) bool { return kind >= token.LPAREN && kind <= token.LBRACE }

func isClosing(kind token.Token) bool { return kind >= token.RPAREN && kind <= token.RBRACE }

// depths is how many braces are open at each token.
func depths(lexemes []lexeme) []int {
	found := make([]int, len(lexemes)+1)
	depth := 0
	for i, one := range lexemes {
		if one.kind == token.RBRACE {
			depth--
		}
		found[i] = depth
		switch one.kind {
		case token.LBRACE:
			depth++
		case token.CASE, token.DEFAULT:
			found[i]--
		}
	}
	found[len(lexemes)] = depth
	return found
}

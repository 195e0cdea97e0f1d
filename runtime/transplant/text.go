package transplant

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
)

// lexeme is one token of code, without semicolons and comments, with its place in the text.
type lexeme struct {
	kind       token.Token
	text       string
	start, end int
	local      *ast.Object // what a name stands for, if that is declared in the code
}

// text is code as its tokens; what lies between them is looked up in the code.
type text struct {
	code    string
	lexemes []lexeme
	places  map[*ast.Object]int // the token that declares a local
	words   map[string]bool     // every name and string in the code
}

// read returns nil for code that is not Go.
func read(code string, component source.Component) *text {
	program := source.Read(code, component)
	if program == nil {
		return nil
	}
	read := &text{code: code, places: map[*ast.Object]int{}, words: map[string]bool{}}
	files := token.NewFileSet()
	file := files.AddFile("", -1, len(code))
	var tokens scanner.Scanner
	tokens.Init(file, []byte(code), func(token.Position, string) {}, 0)
	for {
		position, kind, literal := tokens.Scan()
		if kind == token.EOF {
			break
		}
		if kind == token.SEMICOLON {
			continue
		}
		if literal == "" {
			literal = kind.String()
		}
		if kind == token.IDENT || kind == token.STRING || kind == token.CHAR {
			read.words[literal] = true
		}
		start := file.Offset(position)
		read.lexemes = append(read.lexemes, lexeme{kind, literal, start, min(len(code), start+len(literal)), nil})
	}
	ast.Inspect(program.Body, func(node ast.Node) bool {
		if name, ok := node.(*ast.Ident); ok && name.Obj != nil && name.Name != "_" {
			read.note(program, name)
		}
		return true
	})
	return read
}

// note finds the token of a name of something that the code declares.
func (t *text) note(program *source.Program, name *ast.Ident) {
	start, from, to := program.Index(name.Pos()), 0, len(t.lexemes)
	for from < to {
		if middle := (from + to) / 2; t.lexemes[middle].start < start {
			from = middle + 1
		} else {
			to = middle
		}
	}
	if from == len(t.lexemes) || t.lexemes[from].start != start {
		return
	}
	t.lexemes[from].local = name.Obj
	if name.Obj.Pos() == name.Pos() {
		t.places[name.Obj] = from
	}
}

// correspondsTo tells whether token for token both say the same, by whatever names and ways of writing a number.
func (t *text) correspondsTo(other *text) bool {
	if len(t.lexemes) != len(other.lexemes) {
		return false
	}
	for i, mine := range t.lexemes {
		its := other.lexemes[i]
		isNumber := mine.kind == token.INT || mine.kind == token.FLOAT
		if mine.kind != its.kind || (mine.local == nil) != (its.local == nil) || mine.local == nil && !isNumber && mine.text != its.text {
			return false
		}
	}
	return true
}

// gap is the text between a token and the one before it; before the first and behind the last is text, too.
func (t *text) gap(i int) string {
	start, end := 0, len(t.code)
	if i > 0 {
		start = t.lexemes[i-1].end
	}
	if i < len(t.lexemes) {
		end = t.lexemes[i].start
	}
	return t.code[start:max(start, end)]
}

// bare is a gap without its comments.
func bare(gap string) string {
	var kept strings.Builder
	for len(gap) > 0 {
		switch {
		case strings.HasPrefix(gap, "//"):
			end := strings.IndexByte(gap, '\n')
			if end < 0 {
				end = len(gap)
			}
			gap = gap[end:]
		case strings.HasPrefix(gap, "/*"):
			inside, rest, _ := strings.Cut(gap[2:], "*/")
			// A comment that spans lines ends one, as the scanner sees it.
			if strings.Contains(inside, "\n") {
				kept.WriteByte('\n')
			}
			gap = rest
		default:
			kept.WriteByte(gap[0])
			gap = gap[1:]
		}
	}
	return trimLines(kept.String())
}

// trimLines takes away the white space before line ends, and blank lines.
func trimLines(gap string) string {
	lines := strings.Split(gap, "\n")
	kept := lines[:0]
	for i, line := range lines {
		if i < len(lines)-1 {
			line = strings.TrimRight(line, " \t\r")
		}
		if line != "" || i == 0 || i == len(lines)-1 {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

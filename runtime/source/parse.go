package source

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
	"unicode/utf8"
)

// maxCode bounds what parsing and interpreting can cost; the longest filter seen in production is a tenth of it.
const maxCode = 64 << 10

// maxNesting keeps the recursive parser and interpreter well within the stack of a WebAssembly host.
const maxNesting = 200

// Problem is one reason why code cannot run; Message is what the executor would report, without the position.
type Problem struct {
	Code    string
	Message string
	Place
}

// Program is parsed code, ready for an interpreter that shares its file set.
type Program struct {
	Code      string
	Component Component
	Files     *token.FileSet
	File      *ast.File
	Body      *ast.BlockStmt
}

// Parse wraps and parses code, and refuses what no filter may do. It returns a program or at least one problem.
func Parse(files *token.FileSet, code string, component Component) (*Program, []Problem) {
	if problem := unreadable(code); problem != nil {
		return nil, []Problem{*problem}
	}
	file, err := parser.ParseFile(files, "", Wrap(code, component), parser.DeclarationErrors|parser.ParseComments)
	if err != nil {
		return nil, syntaxProblems(err, code)
	}
	program := &Program{Code: code, Component: component, Files: files, File: file}
	if problems := program.refuse(); len(problems) > 0 {
		return nil, problems
	}
	return program, nil
}

// Place maps a position of the syntax tree to the user's code.
func (p *Program) Place(position token.Pos) Place {
	return Unwrap(p.Files.Position(position), p.Code)
}

// Index maps a position of the syntax tree to a byte offset in the user's code.
func (p *Program) Index(position token.Pos) int {
	return p.Files.Position(position).Offset - Offset(p.Component)
}

// End returns the byte offset in the user's code at which a node's text ends. The empty statement that a parser puts after
// a last label ends behind the code.
func (p *Program) End(node ast.Node) int {
	return min(p.Index(node.End()), len(p.Code))
}

// Text returns the user's own text of a node.
func (p *Program) Text(node ast.Node) string {
	return p.Code[p.Index(node.Pos()):p.End(node)]
}

func unreadable(code string) *Problem {
	problem := func(name, message string, arguments ...any) *Problem {
		return &Problem{Code: name, Message: fmt.Sprintf(message, arguments...), Place: Place{1, 1}}
	}
	switch {
	case len(code) > maxCode:
		return problem("code_too_long", "the code has %d bytes; at most %d are allowed", len(code), maxCode)
	case !utf8.ValidString(code) || strings.ContainsRune(code, 0):
		return problem("not_text", "the code holds bytes that are not text")
	case strings.TrimSpace(code) == "":
		return problem("empty_code", "the code is empty")
	}
	if place, deep := nesting(code); deep {
		found := problem("nested_too_deeply", "brackets or operators are nested more than %d deep", maxNesting)
		found.Place = place
		return found
	}
	return nil
}

// nesting finds where brackets, or operators chained without an end of statement between them, go too deep to be walked safely.
func nesting(code string) (Place, bool) {
	files := token.NewFileSet()
	file := files.AddFile("", -1, len(code))
	var tokens scanner.Scanner
	tokens.Init(file, []byte(code), func(token.Position, string) {}, 0)
	open, chained := 0, 0
	for {
		position, kind, _ := tokens.Scan()
		switch {
		case kind == token.EOF:
			return Place{}, false
		case kind == token.LPAREN || kind == token.LBRACK || kind == token.LBRACE:
			open++
		case kind == token.RPAREN || kind == token.RBRACK || kind == token.RBRACE:
			open--
		case kind == token.SEMICOLON || kind == token.COMMA:
			chained = 0
		case kind.IsOperator() || kind == token.ELSE:
			chained++
		}
		if open > maxNesting || chained > 4*maxNesting {
			where := files.Position(position)
			return Place{where.Line, where.Column}, true
		}
	}
}

func syntaxProblems(err error, code string) []Problem {
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return []Problem{{Code: "syntax", Message: err.Error(), Place: Place{1, 1}}}
	}
	problems := make([]Problem, 0, len(list))
	for _, found := range list {
		problems = append(problems, Problem{Code: syntaxCode(found.Msg), Message: found.Msg, Place: Unwrap(found.Pos, code)})
	}
	return problems
}

// syntaxCode tells a name declared twice, which the parser finds, from code that cannot be read.
func syntaxCode(message string) string {
	if strings.HasPrefix(message, "no new variables") || strings.Contains(message, "redeclared in this block") {
		return "redeclared"
	}
	return "syntax"
}

// Read parses code for somebody who means to change it: names declared twice and what a filter may not do are let
// through. It returns nil for code that is not Go.
func Read(code string, component Component) *Program {
	if unreadable(code) != nil {
		return nil
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", Wrap(code, component), parser.ParseComments)
	if err != nil {
		return nil
	}
	program := &Program{Code: code, Component: component, Files: files, File: file}
	function := program.onlyFunction()
	if function == nil {
		return nil
	}
	program.Body = function.Body
	return program
}

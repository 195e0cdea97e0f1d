package repair

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
)

// codeFence takes the body out of what a model wrote around it: markdown, sentences, or a whole function or program.
var codeFence = rule{
	name:        "code-fence",
	explanation: "Only the body of the function is code; the markdown, prose or function around it was taken off.",
	edits: func(found finding) []edit {
		if found.Program != nil {
			return nil
		}
		for _, unwrap := range []func(string, source.Component) string{fenced, wholeFunction, withoutProse} {
			if body := unwrap(found.Code, found.Component); body != "" && body != found.Code {
				return []edit{{0, len(found.Code), body}}
			}
		}
		return nil
	},
}

// fence may lack its end, where an answer was cut off.
var fence = regexp.MustCompile("(?s)```[ \t]*(?:[Gg]o|golang)?[ \t]*\r?\n(.*?)(?:\n[ \t]*```|$)")

// fenced is the only fenced block with a return in it; of several, nobody can tell which is meant.
func fenced(code string, _ source.Component) string {
	var blocks []string
	for _, match := range fence.FindAllStringSubmatch(code, -1) {
		if strings.Contains(match[1], "return") {
			blocks = append(blocks, match[1])
		}
	}
	if len(blocks) != 1 {
		return ""
	}
	return blocks[0]
}

// wholeFunction is the body of the one function, if it takes the market data and nothing else is declared but imports.
func wholeFunction(code string, component source.Component) string {
	program := code
	if !regexp.MustCompile(`(?m)^\s*package\s+\w+`).MatchString(code) {
		program = "package main\n" + code
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", program, 0)
	if err != nil {
		return ""
	}
	function := onlyFunction(file)
	if function == nil || !suits(function, component) {
		return ""
	}
	start, end := files.Position(function.Body.Lbrace).Offset+1, files.Position(function.Body.Rbrace).Offset
	body := dedent(program[start:end])
	if name := function.Type.Params.List[0].Names[0].Name; name != "data" {
		body = name + " := data\n" + body
	}
	return body
}

func onlyFunction(file *ast.File) *ast.FuncDecl {
	var only *ast.FuncDecl
	for _, declaration := range file.Decls {
		function, ok := declaration.(*ast.FuncDecl)
		switch {
		case ok && function.Name.Name == "main" && len(function.Body.List) == 0:
		case ok && only == nil:
			only = function
		case ok || declaration.(*ast.GenDecl).Tok != token.IMPORT:
			return nil
		}
	}
	return only
}

func suits(function *ast.FuncDecl, component source.Component) bool {
	parameters, results := function.Type.Params.List, function.Type.Results
	if function.Body == nil || function.Recv != nil || len(parameters) != 1 || len(parameters[0].Names) != 1 {
		return false
	}
	if results == nil || len(results.List) != 1 {
		return false
	}
	answer, isName := results.List[0].Type.(*ast.Ident)
	return (component == source.Filter) == (isName && answer.Name == "bool")
}

// dedent takes off the one tab that a body has within its function.
func dedent(body string) string {
	lines := strings.Split(strings.Trim(body, "\r\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, "\t")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), " \t\n")
}

// sentence is a line of prose: several words, and nothing that code needs.
var sentence = regexp.MustCompile(`^\s*(?:[-*#>]+\s+|\d+[.)]\s+)?[A-Z][\w'’-]*(?:[ ,]+[\w'’,%()-]+){2,}[ ]*[.:!]?\s*$`)

// withoutProse drops sentences before and after the code, never from within it.
func withoutProse(code string, _ source.Component) string {
	lines := strings.Split(code, "\n")
	start, end := 0, len(lines)
	for start < end && (sentence.MatchString(lines[start]) || strings.TrimSpace(lines[start]) == "") {
		start++
	}
	for end > start && (sentence.MatchString(lines[end-1]) || strings.TrimSpace(lines[end-1]) == "") {
		end--
	}
	return strings.Join(lines[start:end], "\n")
}

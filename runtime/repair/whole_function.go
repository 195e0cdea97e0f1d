package repair

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
)

// wholeFunction takes the body out of a whole function or program. Other functions become closures of the body.
var wholeFunction = rule{
	name:        "whole-function",
	explanation: "A filter is the body of one function; the function or program around it was taken off.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		if body := unwrapFunction(found.Code, found.Component); strings.TrimSpace(body) != "" && body != found.Code {
			return []edit{{0, len(found.Code), body}}
		}
		return nil
	},
}

var (
	packageClause = regexp.MustCompile(`(?m)^\s*package\s+\w+[ \t]*;?`)
	importClause  = regexp.MustCompile(`(?ms)^[ \t]*import\s*(?:\([^)]*\)|[\w.]*\s*"[^"]*")[ \t]*;?[ \t]*\n?`)
)

// unwrapFunction is the body of the one function that judges market data. Imports are dropped; what is declared beside
// it is declared at the start of the body.
func unwrapFunction(code string, component source.Component) string {
	code = packageClause.ReplaceAllString(code, "")
	if without := importClause.ReplaceAllString(code, ""); without != code && !strings.Contains(without, "func ") {
		return strings.TrimSpace(without)
	}
	program := "package main\n" + code
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", program, 0)
	if err != nil {
		// A truncated answer lacks the ends of its blocks.
		program += strings.Repeat("\n}", max(0, strings.Count(program, "{")-strings.Count(program, "}")))
		if file, err = parser.ParseFile(files, "", program, 0); err != nil {
			return ""
		}
	}
	text := func(node ast.Node) string {
		return program[files.Position(node.Pos()).Offset:files.Position(node.End()).Offset]
	}
	judge := judging(file, component)
	if judge == nil {
		return ""
	}
	beside, ok := declaredBeside(file, judge, text)
	if !ok {
		return ""
	}
	inner := text(judge.Body)
	body := dedent(inner[1 : len(inner)-1])
	if name := judge.Type.Params.List[0].Names; len(name) > 0 && name[0].Name != "data" && name[0].Name != "_" {
		body = name[0].Name + " := data\n" + body
	}
	return beside + body
}

// judging is the function that takes the market data and gives what the component gives.
func judging(file *ast.File, component source.Component) *ast.FuncDecl {
	var found *ast.FuncDecl
	for _, declaration := range file.Decls {
		function, ok := declaration.(*ast.FuncDecl)
		if ok && suits(function, component) {
			if found != nil {
				return nil
			}
			found = function
		}
	}
	return found
}

func suits(function *ast.FuncDecl, component source.Component) bool {
	parameters, results := function.Type.Params.List, function.Type.Results
	if function.Body == nil || function.Recv != nil || len(parameters) != 1 || len(parameters[0].Names) > 1 || results == nil || len(results.List) != 1 {
		return false
	}
	if !takesMarketData(parameters[0].Type) {
		return false
	}
	answer, isName := results.List[0].Type.(*ast.Ident)
	return (component == source.Filter) == (isName && answer.Name == "bool")
}

func takesMarketData(written ast.Expr) bool {
	found := false
	ast.Inspect(written, func(node ast.Node) bool {
		if name, ok := node.(*ast.Ident); ok && strings.Contains(strings.ToLower(name.Name), "data") {
			found = true
		}
		return true
	})
	return found
}

// declaredBeside writes everything but the function and the imports as statements; it fails for methods.
func declaredBeside(file *ast.File, judge *ast.FuncDecl, text func(ast.Node) string) (string, bool) {
	beside := ""
	for _, declaration := range file.Decls {
		switch declaration := declaration.(type) {
		case *ast.GenDecl:
			if declaration.Tok != token.IMPORT {
				beside += text(declaration) + "\n"
			}
		case *ast.FuncDecl:
			switch {
			case declaration == judge || declaration.Name.Name == "main":
			case declaration.Recv != nil || declaration.Body == nil || declaration.Type.TypeParams != nil:
				return "", false
			case mentions(declaration.Body, declaration.Name.Name):
				signature := "func" + strings.TrimPrefix(strings.TrimPrefix(text(declaration.Type), "func"), " "+declaration.Name.Name)
				beside += "var " + declaration.Name.Name + " " + signature + "\n" + declaration.Name.Name + " = " + signature + " " + text(declaration.Body) + "\n"
			default:
				signature := "func" + strings.TrimPrefix(strings.TrimPrefix(text(declaration.Type), "func"), " "+declaration.Name.Name)
				beside += declaration.Name.Name + " := " + signature + " " + text(declaration.Body) + "\n"
			}
		}
	}
	return beside, true
}

func mentions(body ast.Node, name string) bool {
	found := false
	ast.Inspect(body, func(node ast.Node) bool {
		if identifier, ok := node.(*ast.Ident); ok && identifier.Name == name {
			found = true
		}
		return !found
	})
	return found
}

// dedent takes off the indent that a body has within its function.
func dedent(body string) string {
	lines := strings.Split(strings.Trim(body, "\r\n"), "\n")
	indent := ""
	if len(lines) > 0 {
		indent = lines[0][:len(lines[0])-len(strings.TrimLeft(lines[0], " \t"))]
	}
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, indent)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), " \t\n")
}

// innerFunction writes a function that is declared within the body as a closure: functions cannot be declared there.
var innerFunction = rule{
	name:        "inner-function",
	explanation: "A function cannot be declared within a filter by name; it is now kept in a variable.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		lexemes := lex(found.Code)
		var edits []edit
		for i := range lexemes {
			if lexemes[i].kind == token.FUNC && i+2 < len(lexemes) && lexemes[i+1].kind == token.IDENT && lexemes[i+2].kind == token.LPAREN && (i == 0 || endsLine(lexemes[i-1])) {
				edits = append(edits, edit{lexemes[i].start, lexemes[i+1].end, lexemes[i+1].text + " := func"})
			}
		}
		return edits
	},
}

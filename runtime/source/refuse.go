package source

import (
	"fmt"
	"go/ast"
	"go/token"
)

// refuse reports what the interpreter would accept and no filter may do: escape its function, start or wait for
// other goroutines, or make the interpreter work while it compiles.
func (p *Program) refuse() []Problem {
	function := p.onlyFunction()
	if function == nil {
		return []Problem{{
			Code:    "outside_function",
			Message: "the code closes its own function and declares something outside of it",
			Place:   p.outside(),
		}}
	}
	p.Body = function.Body
	var problems []Problem
	ast.Inspect(p.Body, func(node ast.Node) bool {
		if code, message := refusal(node); code != "" {
			problems = append(problems, Problem{Code: code, Message: message, Place: p.Place(node.Pos())})
			return false
		}
		return true
	})
	if large := tooLarge(p.Body); large != nil {
		message := fmt.Sprintf("a constant may have %d bits, an array %d elements", maxBits, maxElements)
		problems = append(problems, Problem{Code: "too_large", Message: message, Place: p.Place(large.Pos())})
	}
	return problems
}

// onlyFunction returns the wrapper's function if nothing but the wrapper's own declarations surrounds the code.
func (p *Program) onlyFunction() *ast.FuncDecl {
	if len(p.File.Decls) != 2 {
		return nil
	}
	function, ok := p.File.Decls[1].(*ast.FuncDecl)
	if !ok || p.Index(function.Body.Rbrace) != len(p.Code)+1 {
		return nil
	}
	return function
}

func (p *Program) outside() Place {
	for _, declaration := range p.File.Decls[1:] {
		if p.Index(declaration.Pos()) >= 0 {
			return p.Place(declaration.Pos())
		}
	}
	return Place{1, 1}
}

func refusal(node ast.Node) (code, message string) {
	switch node := node.(type) {
	case *ast.GoStmt:
		return "goroutine", "a filter must not start goroutines"
	case *ast.SelectStmt, *ast.ChanType, *ast.SendStmt:
		return "channel", "a filter must not use channels or wait"
	case *ast.UnaryExpr:
		if node.Op == token.ARROW {
			return "channel", "a filter must not use channels or wait"
		}
	}
	return "", ""
}

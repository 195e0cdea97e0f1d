// Package warnings finds what the interpreter accepts and the Go compiler, or common sense, does not: mistakes that do
// not fail at once, or not everywhere.
package warnings

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/typing"
)

// Warning is one place where the code probably does not do what its author meant.
type Warning struct {
	Code        string `json:"code"`
	Message     string `json:"message"`
	Line        int    `json:"line"`
	Column      int    `json:"column"`
	Source      string `json:"source"`
	Explanation string `json:"explanation"` // a sentence for somebody who reads no Go
}

// Timeframes are the intervals that an executor delivers candles for.
var Timeframes = []string{"1m", "5m", "15m", "1h", "4h", "1d"}

// Of returns the warnings in the order of the code. The tree must not have been changed since it was parsed.
func Of(program *source.Program) []Warning {
	search := &search{program: program, types: typing.New()}
	search.returns(program.Body, program.Body.Rbrace)
	ast.Inspect(program.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit:
			if node.Type.Results != nil && len(node.Type.Results.List) > 0 {
				search.returns(node.Body, node.Body.Rbrace)
			}
		case *ast.IndexExpr:
			search.index(node)
		case *ast.BinaryExpr:
			search.comparison(node)
		case *ast.CallExpr:
			search.recovery(node)
		}
		return true
	})
	search.unused()
	slices.SortStableFunc(search.found, func(a, b Warning) int { return (a.Line-b.Line)<<16 + a.Column - b.Column })
	return search.found
}

type search struct {
	program *source.Program
	types   *typing.Types
	found   []Warning
}

func (s *search) warn(code string, at token.Pos, explanation, message string, arguments ...any) {
	place := s.program.Place(at)
	s.found = append(s.found, Warning{
		Code: code, Message: fmt.Sprintf(message, arguments...), Line: place.Line, Column: place.Column,
		Source: source.LineOf(s.program.Code, place.Line), Explanation: explanation,
	})
}

func (s *search) returns(body *ast.BlockStmt, end token.Pos) {
	if !Terminates(body) {
		s.warn("missing_return", end, "The code can reach its end without an answer; the executor then takes no for an answer.", "missing return")
	}
}

func (s *search) index(node *ast.IndexExpr) {
	if text, ok := node.Index.(*ast.BasicLit); ok && text.Kind == token.STRING {
		s.timeframe(node, text)
		return
	}
	if negative(node.Index) {
		s.warn("negative_index", node.Index.Pos(), "A list is read before its beginning, which always fails.",
			"invalid argument: index %s must not be negative", s.program.Text(node.Index))
	}
}

func negative(index ast.Expr) bool {
	unary, ok := index.(*ast.UnaryExpr)
	if !ok || unary.Op != token.SUB {
		return false
	}
	literal, ok := unary.X.(*ast.BasicLit)
	return ok && constant.Sign(constant.MakeFromLiteral(literal.Value, literal.Kind, 0)) > 0
}

func (s *search) timeframe(node *ast.IndexExpr, key *ast.BasicLit) {
	selector, ok := node.X.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "Klines" || s.types.Of(selector.X) != typing.MarketData {
		return
	}
	if name, err := strconv.Unquote(key.Value); err == nil && !slices.Contains(Timeframes, name) {
		s.warn("unknown_timeframe", key.Pos(), "There are no candles under this name, so the filter finds none.",
			"no timeframe is called %q; there are %s", name, strings.Join(Timeframes, ", "))
	}
}

func (s *search) comparison(node *ast.BinaryExpr) {
	if node.Op != token.EQL && node.Op != token.NEQ {
		return
	}
	for _, sides := range [][2]ast.Expr{{node.X, node.Y}, {node.Y, node.X}} {
		kind := s.types.Of(sides[1])
		if isNil(sides[0]) && kind != nil && !nillable(kind) {
			s.warn("compared_with_nil", node.Pos(), "The code asks whether a number is missing, which fails when it runs.",
				"invalid operation: %s (mismatched types %s and untyped nil)", s.program.Text(node), kind)
		}
	}
}

func isNil(expression ast.Expr) bool {
	name, ok := expression.(*ast.Ident)
	return ok && name.Name == "nil" && name.Obj == nil
}

func nillable(kind reflect.Type) bool {
	switch kind.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Func, reflect.Interface:
		return true
	}
	return false
}

func (s *search) recovery(node *ast.CallExpr) {
	if name, ok := node.Fun.(*ast.Ident); ok && name.Name == "recover" && name.Obj == nil {
		s.warn("recover_used", node.Pos(), "The code hides its own errors instead of avoiding them.", "recover hides failures")
	}
}

package compare

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
)

// dependsOnData tells whether an answer, or a condition other than a guard, depends on the market data.
func dependsOnData(program *source.Program) bool {
	flow := &flow{program: program, fromData: map[*ast.Object]bool{}}
	for before := -1; before != len(flow.fromData); {
		before = len(flow.fromData)
		ast.Inspect(program.Body, flow.follow)
	}
	depends := false
	ast.Inspect(program.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ReturnStmt:
			for _, result := range node.Results {
				depends = depends || flow.reads(result)
			}
		case *ast.BinaryExpr:
			depends = depends || compares(node.Op) && !isGuard(program, node) && flow.reads(node)
		case *ast.SwitchStmt:
			depends = depends || node.Tag != nil && flow.reads(node.Tag)
		case *ast.IfStmt:
			_, comparison := ast.Unparen(node.Cond).(*ast.BinaryExpr)
			depends = depends || !comparison && flow.reads(node.Cond)
		}
		return !depends
	})
	return depends
}

// flow notes the variables whose values come from the market data.
type flow struct {
	program  *source.Program
	fromData map[*ast.Object]bool
}

func (f *flow) follow(node ast.Node) bool {
	switch node := node.(type) {
	case *ast.AssignStmt:
		for i, target := range node.Lhs {
			value := node.Rhs[min(i, len(node.Rhs)-1)]
			f.note(target, f.reads(value))
		}
	case *ast.ValueSpec:
		for i, name := range node.Names {
			if len(node.Values) > 0 {
				f.note(name, f.reads(node.Values[min(i, len(node.Values)-1)]))
			}
		}
	case *ast.RangeStmt:
		f.note(node.Key, f.reads(node.X))
		f.note(node.Value, f.reads(node.X))
	case *ast.CallExpr:
		f.intoParameters(node)
	}
	return true
}

// intoParameters follows values into a closure that is called by name.
func (f *flow) intoParameters(call *ast.CallExpr) {
	name, ok := call.Fun.(*ast.Ident)
	if !ok || name.Obj == nil {
		return
	}
	declared, ok := name.Obj.Decl.(*ast.AssignStmt)
	if !ok || len(declared.Rhs) != 1 {
		return
	}
	function, ok := declared.Rhs[0].(*ast.FuncLit)
	if !ok {
		return
	}
	position := 0
	for _, field := range function.Type.Params.List {
		for _, parameter := range field.Names {
			if position < len(call.Args) {
				f.note(parameter, f.reads(call.Args[position]))
			}
			position++
		}
	}
}

func (f *flow) note(target ast.Expr, fromData bool) {
	if name := rootOf(target); name != nil && name.Obj != nil && fromData {
		f.fromData[name.Obj] = true
	}
}

func rootOf(expression ast.Expr) *ast.Ident {
	switch expression := expression.(type) {
	case *ast.Ident:
		return expression
	case *ast.SelectorExpr:
		return rootOf(expression.X)
	case *ast.IndexExpr:
		return rootOf(expression.X)
	case *ast.StarExpr:
		return rootOf(expression.X)
	}
	return nil
}

func (f *flow) reads(expression ast.Expr) bool {
	found := false
	ast.Inspect(expression, func(node ast.Node) bool {
		if name, ok := node.(*ast.Ident); ok && name.Obj != nil && (f.fromData[name.Obj] || name.Name == "data" && name.Obj.Pos() < f.program.Body.Pos()) {
			found = true
		}
		return !found
	})
	return found
}

func compares(operator token.Token) bool {
	switch operator {
	case token.EQL, token.NEQ, token.LSS, token.GTR, token.LEQ, token.GEQ:
		return true
	}
	return false
}

// nothing are the names that languages have for a value that is missing.
var nothing = []string{"nil", "err", "null", "undefined", "None"}

// isGuard tells a question about whether there is enough data: for nil, or for a length.
func isGuard(program *source.Program, comparison *ast.BinaryExpr) bool {
	for _, side := range []ast.Expr{comparison.X, comparison.Y} {
		if name, ok := side.(*ast.Ident); ok && slices.Contains(nothing, name.Name) {
			return true
		}
	}
	left, right := program.Text(comparison.X), program.Text(comparison.Y)
	return isLength(left) || isLength(right) || strings.HasPrefix(left, "len(") && !strings.ContainsAny(left, "[.") || strings.HasSuffix(left, ".length")
}

func isLength(text string) bool {
	return strings.HasPrefix(text, "len(") && strings.Count(text, "(") == 1
}

package warnings

import (
	"go/ast"
	"go/token"
	"slices"
)

// unused warns of variables that are written and never read, as the Go compiler refuses them.
func (s *search) unused() {
	written := map[*ast.Ident]bool{} // names that are assigned to as a whole
	declared := map[*ast.Object]*ast.Ident{}
	read := map[*ast.Object]bool{}
	declare := func(name *ast.Ident) {
		if name.Obj != nil && name.Obj.Kind == ast.Var && name.Obj.Pos() == name.Pos() && name.Name != "_" {
			declared[name.Obj] = name
		}
		written[name] = true
	}
	ast.Inspect(s.program.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.AssignStmt:
			for _, target := range node.Lhs {
				if name, ok := target.(*ast.Ident); ok && (node.Tok == token.DEFINE || node.Tok == token.ASSIGN) {
					declare(name)
				}
			}
		case *ast.RangeStmt:
			for _, target := range []ast.Expr{node.Key, node.Value} {
				if name, ok := target.(*ast.Ident); ok {
					declare(name)
				}
			}
		case *ast.ValueSpec:
			for _, name := range node.Names {
				declare(name)
			}
		case *ast.Ident:
			if node.Obj != nil && !written[node] {
				read[node.Obj] = true
			}
		}
		return true
	})
	for object, name := range declared {
		if !read[object] {
			s.warn("unused_variable", name.Pos(), "A value is computed and then not used.", "declared and not used: %s", name.Name)
		}
	}
	slices.SortFunc(s.found, func(a, b Warning) int { return (a.Line-b.Line)<<16 + a.Column - b.Column })
}

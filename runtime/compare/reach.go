package compare

import (
	"go/ast"
	"go/token"

	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/warnings"
)

// inspectReached walks what can be reached: nothing behind a statement that never passes control on, nothing under a
// condition that is foretold, and no value that is given a name nobody reads.
func inspectReached(program *source.Program, visit func(ast.Node) bool) {
	r := &reached{read: readNames(program.Body), visit: visit}
	r.list(program.Body.List)
}

type reached struct {
	read  map[*ast.Object]bool
	visit func(ast.Node) bool
}

// list walks statements in order, up to the first that ends the function.
func (r *reached) list(statements []ast.Stmt) {
	for _, statement := range statements {
		r.node(statement)
		if warnings.Terminates(statement) || always(statement) {
			return
		}
	}
}

// always tells an if whose condition is foretold and whose only way ends the function.
func always(statement ast.Stmt) bool {
	branch, ok := statement.(*ast.IfStmt)
	return ok && foretold(branch.Cond) == yes && warnings.Terminates(branch.Body)
}

func (r *reached) node(root ast.Node) {
	ast.Inspect(root, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.BlockStmt:
			r.list(node.List)
			return false
		case *ast.CaseClause:
			for _, expression := range node.List {
				r.node(expression)
			}
			r.list(node.Body)
			return false
		case *ast.AssignStmt:
			if r.unread(node) {
				return false
			}
		case *ast.IfStmt:
			if foretold(node.Cond) != unknown {
				r.foretold(node)
				return false
			}
		}
		return node == nil || r.visit(node)
	})
}

func (r *reached) foretold(branch *ast.IfStmt) {
	if foretold(branch.Cond) == yes {
		r.list(branch.Body.List)
	} else if branch.Else != nil {
		r.node(branch.Else)
	}
}

// unread tells whether all that a statement assigns goes to names that nobody reads.
func (r *reached) unread(assignment *ast.AssignStmt) bool {
	for _, target := range assignment.Lhs {
		name, ok := target.(*ast.Ident)
		if !ok || name.Name != "_" && (name.Obj == nil || r.read[name.Obj]) {
			return false
		}
	}
	return true
}

// readNames are the variables whose value is used; being assigned to, or to a blank, is no use.
func readNames(body *ast.BlockStmt) map[*ast.Object]bool {
	written := map[*ast.Ident]bool{}
	read := map[*ast.Object]bool{}
	ast.Inspect(body, func(node ast.Node) bool {
		if assignment, ok := node.(*ast.AssignStmt); ok {
			blank := true
			for _, target := range assignment.Lhs {
				if name, ok := target.(*ast.Ident); ok {
					written[name] = assignment.Tok == token.ASSIGN || assignment.Tok == token.DEFINE
					blank = blank && name.Name == "_"
				} else {
					blank = false
				}
			}
			return !blank
		}
		if name, ok := node.(*ast.Ident); ok && name.Obj != nil && !written[name] {
			read[name.Obj] = true
		}
		return true
	})
	return read
}

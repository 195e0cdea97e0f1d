package transplant

import (
	"go/ast"
	"go/token"
	"strconv"

	"github.com/trader-error-recovery/runtime/source"
)

// naming says what the locals of the changed code are called in ours.
type naming struct {
	locals map[int]*ast.Object // by where in the changed code they are named
	names  map[*ast.Object]string
	made   map[string]bool // names that are in no code yet
}

// nameLocals gives a local the name that ours has where it is declared, or else where it is used, or else for what stood in
// its place. What the change brings in beyond that gets a name that says nothing.
func nameLocals(program *source.Program, changed, ours []lexeme, kept []int) naming {
	naming := naming{localsOf(program), map[*ast.Object]string{}, map[string]bool{}}
	place := func(i int) int {
		switch {
		case i < 0:
			return -1
		case i == len(kept):
			return len(ours)
		}
		return kept[i]
	}
	taken := map[string]bool{}
	for _, one := range changed {
		if one.kind == token.IDENT && naming.locals[one.start] == nil {
			taken[one.text] = true // what the code does not declare must not be hidden
		}
	}
	// Where they are declared, two locals may be called alike; their scopes keep them apart.
	naming.each(program, changed, func(i int, declared bool) string {
		if declared && kept[i] >= 0 {
			return ours[kept[i]].text
		}
		return ""
	}, nil, taken)
	naming.each(program, changed, func(i int, _ bool) string {
		if kept[i] >= 0 {
			return ours[kept[i]].text
		}
		return ""
	}, taken, taken)
	naming.each(program, changed, func(i int, declared bool) string {
		before, after := place(i-1), place(i+1)
		if declared && kept[i] < 0 && after == before+2 && (before >= 0 || i == 0) && ours[before+1].kind == token.IDENT {
			return ours[before+1].text
		}
		return ""
	}, taken, taken)
	for _, lexemes := range [][]lexeme{ours, changed} {
		for _, one := range lexemes {
			taken[one.text] = true
		}
	}
	naming.each(program, changed, func(int, bool) string { return naming.unused(taken) }, nil, taken)
	return naming
}

// each names what has no name yet where a name is found for it that is not forbidden, and notes that it is taken.
func (n naming) each(program *source.Program, changed []lexeme, find func(i int, declared bool) string, forbidden, taken map[string]bool) {
	for i, one := range changed {
		object := n.locals[one.start]
		if object == nil || one.kind != token.IDENT || n.names[object] != "" {
			continue
		}
		if name := find(i, program.Index(object.Pos()) == one.start); name != "" && name != "_" && !forbidden[name] {
			n.names[object] = name
			taken[name] = true
		}
	}
}

func (n naming) unused(taken map[string]bool) string {
	for number := len(n.made) + 1; ; number++ {
		if name := "v" + strconv.Itoa(number); !taken[name] {
			taken[name], n.made[name] = true, true
			return name
		}
	}
}

// localsOf finds the names of what the code itself declares; fields are called what they are.
func localsOf(program *source.Program) map[int]*ast.Object {
	found := map[int]*ast.Object{}
	fields := map[*ast.Ident]bool{}
	ast.Inspect(program.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.StructType:
			noteFields(fields, node.Fields)
		case *ast.InterfaceType:
			noteFields(fields, node.Methods)
		case *ast.CompositeLit:
			noteKeys(fields, node)
		case *ast.Ident:
			if node.Obj != nil && node.Name != "_" && !fields[node] && !isParameter(program, node.Obj) {
				found[program.Index(node.Pos())] = node.Obj
			}
		}
		return true
	})
	return found
}

func noteFields(fields map[*ast.Ident]bool, list *ast.FieldList) {
	for _, field := range list.List {
		for _, name := range field.Names {
			fields[name] = true
		}
	}
}

// noteKeys notes the fields that a literal sets. In one of a map or a list a key is a value like any other.
func noteKeys(fields map[*ast.Ident]bool, literal *ast.CompositeLit) {
	switch literal.Type.(type) {
	case *ast.MapType, *ast.ArrayType:
		return
	}
	for _, element := range literal.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok {
				fields[key] = true
			}
		}
	}
}

// isParameter tells the market data, which the wrapper names.
func isParameter(program *source.Program, object *ast.Object) bool {
	position := object.Pos()
	return position != token.NoPos && position < program.Body.Lbrace
}

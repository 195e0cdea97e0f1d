package metering

import (
	"go/ast"
	"go/token"
	"reflect"

	"github.com/trader-error-recovery/runtime/typing"
)

// natives makes the code pay for what one step of it can ask native code for: slices and maps of any length, spread
// and copied slices, and strings that are joined or converted.
func (i instrumenter) natives(root ast.Node) {
	var changes []func()
	later := func(change func()) { changes = append(changes, change) }
	ast.Inspect(root, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			i.nativeCall(node, later)
		case *ast.BinaryExpr:
			if i.joinsText(node) {
				left := *node
				later(func() { wrapText(node, &left) })
			}
		case *ast.AssignStmt:
			if node.Tok == token.ADD_ASSIGN && i.types.Of(node.Lhs[0]) == typing.Text {
				later(func() { node.Rhs[0] = call("Text", node.Rhs[0].Pos(), node.Rhs[0]) })
			}
		}
		return true
	})
	for _, change := range changes {
		change()
	}
}

func (i instrumenter) joinsText(sum *ast.BinaryExpr) bool {
	return sum.Op == token.ADD && i.types.Of(sum) == typing.Text && !typing.IsConstant(sum)
}

// wrapText turns `a + b` into `meter.Text(a + b) + ""`, in place: the node is held by others.
func wrapText(node, sum *ast.BinaryExpr) {
	node.X = call("Text", sum.Pos(), &ast.BinaryExpr{X: node.X, OpPos: sum.OpPos, Op: token.ADD, Y: node.Y})
	node.Y = &ast.BasicLit{ValuePos: sum.OpPos, Kind: token.STRING, Value: `""`}
}

func (i instrumenter) nativeCall(node *ast.CallExpr, later func(func())) {
	function, ok := node.Fun.(*ast.Ident)
	if !ok || function.Obj != nil {
		i.conversion(node, later)
		return
	}
	switch {
	case function.Name == "make" && len(node.Args) > 1:
		size := elementSize(i.types.Written(node.Args[0]))
		later(func() {
			for n, length := range node.Args[1:] {
				node.Args[n+1] = call("Count", length.Pos(), length, number(size, length.Pos()))
			}
		})
	case function.Name == "append" && node.Ellipsis.IsValid() && len(node.Args) == 2:
		i.spread(node, 1, later)
	case function.Name == "copy" && len(node.Args) == 2:
		i.spread(node, 1, later)
	case function.Name == "string":
		i.conversion(node, later)
	}
}

// spread has an argument paid for; its type must be written again, as what comes back from the meter has lost it.
func (i instrumenter) spread(node *ast.CallExpr, argument int, later func(func())) {
	values := node.Args[argument]
	kind := i.types.Of(values)
	written := expressionOf(kind, values.Pos())
	if written == nil {
		return
	}
	size := number(elementSize(kind), values.Pos())
	later(func() {
		node.Args[argument] = &ast.TypeAssertExpr{
			X: call("Spread", values.Pos(), node.Args[argument], size), Lparen: values.Pos(), Type: written, Rparen: values.Pos(),
		}
	})
}

// conversion pays for the text in `[]byte(text)`, `[]rune(text)` and `string(bytes)`.
func (i instrumenter) conversion(node *ast.CallExpr, later func(func())) {
	if len(node.Args) != 1 || typing.IsConstant(node.Args[0]) {
		return
	}
	_, toSlice := node.Fun.(*ast.ArrayType)
	from := i.types.Of(node.Args[0])
	switch {
	case toSlice && from == typing.Text:
		later(func() { node.Args[0] = call("Text", node.Pos(), node.Args[0]) })
	case !toSlice && from != nil && from.Kind() == reflect.Slice && i.types.Of(node) == typing.Text:
		inner := *node
		later(func() {
			inner.Args = node.Args
			*node = *call("Text", node.Pos(), &inner)
		})
	}
}

// unbounded tells whether a statement does something that natives could not make it pay for.
func (i instrumenter) unbounded(statement ast.Stmt) bool {
	found := false
	ast.Inspect(statement, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.BlockStmt, *ast.FuncLit:
			return false
		case *ast.BinaryExpr:
			found = found || node.Op == token.ADD && i.types.Of(node) == nil
		case *ast.AssignStmt:
			found = found || node.Tok == token.ADD_ASSIGN && i.types.Of(node.Lhs[0]) == nil
		case *ast.CallExpr:
			found = found || node.Ellipsis.IsValid() && len(node.Args) == 2 && expressionOf(i.types.Of(node.Args[1]), 0) == nil && !isSpread(node.Args[1])
		}
		return !found
	})
	return found
}

func isSpread(argument ast.Expr) bool {
	_, ok := argument.(*ast.TypeAssertExpr)
	return ok
}

func elementSize(of reflect.Type) int {
	if of == nil {
		return 64
	}
	switch of.Kind() {
	case reflect.Slice:
		return int(of.Elem().Size())
	case reflect.Map:
		return int(of.Key().Size()+of.Elem().Size()) + 16
	}
	return 1
}

// expressionOf writes a slice or string type in names that no code can shadow, nil where there is none for it.
func expressionOf(of reflect.Type, position token.Pos) ast.Expr {
	for text, known := range Spreadable {
		if known == of {
			return &ast.SelectorExpr{X: name(meterName, position), Sel: name(text, position)}
		}
	}
	return nil
}

// Spreadable are the types of what code can spread or copy, under the names that the interpreter has to know them by.
var Spreadable = map[string]reflect.Type{
	"Floats": typing.Floats, "Ints": reflect.TypeFor[[]int](), "Truths": reflect.TypeFor[[]bool](),
	"Texts": reflect.TypeFor[[]string](), "Klines": typing.Klines, "Bytes": reflect.TypeFor[[]byte](),
	"Runes": reflect.TypeFor[[]rune](), "Series": reflect.TypeFor[[][]float64](), "Any": reflect.TypeFor[[]any](),
	"Word": typing.Text,
}

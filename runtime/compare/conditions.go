package compare

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
)

// condition is one comparison by what a repair leaves as it is: its direction, and the numbers and texts it compares with.
type condition struct {
	key  string
	text string
}

// droppedConditions are the original's own comparisons that have no counterpart in the candidate. Names, dereferences
// and how a value is had may change; the direction and the numbers of a comparison may not.
func droppedConditions(original string, was, is *source.Program) []Finding {
	if was == nil {
		return droppedNumbers(original, is)
	}
	left := map[string]int{}
	for _, kept := range conditionsOf(is) {
		left[kept.key]++
	}
	var found []Finding
	for _, wanted := range conditionsOf(was) {
		if left[wanted.key]--; left[wanted.key] < 0 {
			found = append(found, Finding{
				Code: "condition_dropped", Detail: wanted.text,
				Message: "A condition of the old code is missing from the new one, or was changed: " + wanted.text,
			})
		}
	}
	return found
}

func conditionsOf(program *source.Program) []condition {
	var found []condition
	loops := map[ast.Expr]bool{}
	inspectReached(program, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ForStmt:
			loops[node.Cond] = true
		case *ast.BinaryExpr:
			if compares(node.Op) && !loops[node] && !isGuard(program, node) && !isChoice(node) {
				found = append(found, condition{keyOf(node), program.Text(node)})
			}
		}
		return true
	})
	return found
}

// isChoice tells a comparison with true or false, which repairs may leave out.
func isChoice(node *ast.BinaryExpr) bool {
	for _, side := range []ast.Expr{node.X, node.Y} {
		if name, ok := side.(*ast.Ident); ok && (name.Name == "true" || name.Name == "false") {
			return true
		}
	}
	return false
}

// keyOf turns a comparison so that its number stands on the right; without one, either direction may be meant.
func keyOf(node *ast.BinaryExpr) string {
	if before, chained := node.X.(*ast.BinaryExpr); chained && compares(before.Op) {
		node = &ast.BinaryExpr{X: before.Y, Op: node.Op, Y: node.Y} // `a < b < c` asks for `b < c`
	}
	left, right := compared(node.X), compared(node.Y)
	direction := map[token.Token]string{token.LSS: "<", token.LEQ: "<", token.GTR: ">", token.GEQ: ">", token.EQL: "=", token.NEQ: "="}[node.Op]
	_, leftNumber := numberIn(node.X)
	_, rightNumber := numberIn(node.Y)
	switch {
	case direction == "=":
	case leftNumber && !rightNumber:
		direction = map[string]string{"<": ">", ">": "<"}[direction]
	case !rightNumber:
		direction = "<>"
	}
	all := append(left, right...)
	slices.Sort(all)
	return direction + " " + strings.Join(slices.Compact(all), " ")
}

// compared are the numbers and texts of one side of a comparison, but for those that say where a value is had: in an
// index, an argument or an exponent.
func compared(side ast.Expr) []string {
	var found []string
	ast.Inspect(side, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.IndexExpr, *ast.SliceExpr, *ast.CallExpr, *ast.StarExpr, *ast.CompositeLit, *ast.FuncLit:
			return false
		case *ast.BinaryExpr:
			return node.Op != token.REM && !compares(node.Op)
		case *ast.Ident:
			found = append(found, constantOf(node)...)
		case *ast.BasicLit:
			if len(node.Value) < writtenOut {
				found = append(found, valueOf(node))
			}
		}
		return true
	})
	return found
}

// writtenOut is the length from which on a number is a constant of mathematics that was written out.
const writtenOut = 14

// constantOf is the number of a constant; a variable may change, and says nothing.
func constantOf(name *ast.Ident) []string {
	if name.Obj == nil || name.Obj.Kind != ast.Con {
		return nil
	}
	declared, ok := name.Obj.Decl.(*ast.ValueSpec)
	if !ok || len(declared.Values) != 1 {
		return nil
	}
	if literal, ok := declared.Values[0].(*ast.BasicLit); ok {
		return []string{valueOf(literal)}
	}
	return nil
}

// valueOf writes a number by its value, and a text as it is.
func valueOf(literal *ast.BasicLit) string {
	if value, err := strconv.ParseFloat(literal.Value, 64); err == nil {
		return strconv.FormatFloat(value, 'g', -1, 64)
	}
	return literal.Value
}

// droppedNumbers looks for the numbers that an original of another language compares with: each must be somewhere.
func droppedNumbers(original string, is *source.Program) []Finding {
	var known []string
	for _, next := range scan(is.Code) {
		known = append(known, next.value)
	}
	words := scan(original)
	var found []Finding
	for i, next := range words {
		if i == 0 || !isNumber(next) || !compares(words[i-1].kind) || i > 1 && (words[i-2].value == "length" || words[i-2].kind == token.RPAREN) {
			continue
		}
		if !slices.Contains(known, next.value) {
			found = append(found, Finding{
				Code: "condition_dropped", Detail: next.value,
				Message: "The old code compared with " + next.value + ", which the new one does not.",
			})
		}
	}
	return found
}

type word struct {
	kind  token.Token
	value string
}

func isNumber(of word) bool { return of.kind == token.INT || of.kind == token.FLOAT }

func scan(code string) []word {
	files := token.NewFileSet()
	var source scanner.Scanner
	source.Init(files.AddFile("", -1, len(code)), []byte(code), func(token.Position, string) {}, 0)
	var found []word
	for {
		_, kind, text := source.Scan()
		if kind == token.EOF {
			return found
		}
		if kind == token.INT || kind == token.FLOAT {
			text = valueOf(&ast.BasicLit{Kind: kind, Value: text})
		}
		found = append(found, word{kind, text})
	}
}

package compare

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/constant"
	"go/scanner"
	"go/token"
	"io"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
)

// SyntaxHash is the SHA-256, in lower-case hex, of code that formatting, comments, redundant parentheses and the names
// of variables do not change. Code that is no Go is hashed by its tokens.
func SyntaxHash(code string, component source.Component) string {
	sum := sha256.New()
	if program := source.Read(code, component); program != nil {
		(&hasher{to: sum, names: map[*ast.Object]int{}, named: map[*ast.Ident]bool{}}).tree(program.Body)
	} else {
		tokens(code, sum)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func tokens(code string, to io.Writer) {
	files := token.NewFileSet()
	var source scanner.Scanner
	source.Init(files.AddFile("", -1, len(code)), []byte(code), func(token.Position, string) {}, 0)
	for {
		_, kind, text := source.Scan()
		if kind == token.EOF {
			return
		}
		if kind != token.SEMICOLON {
			fmt.Fprintf(to, "%d %q\n", kind, text)
		}
	}
}

// hasher writes a tree so that two are written alike only if they mean the same.
type hasher struct {
	to    io.Writer
	names map[*ast.Object]int // locals by the order in which they are met
	named map[*ast.Ident]bool // names that are part of what they name: fields, also where a variable is called the same
}

func (h *hasher) tree(root ast.Node) {
	var open []bool
	ast.Inspect(root, func(node ast.Node) bool {
		if node == nil {
			if open[len(open)-1] {
				io.WriteString(h.to, ")")
			}
			open = open[:len(open)-1]
			return true
		}
		switch node.(type) {
		case *ast.ParenExpr:
			open = append(open, false)
			return true
		case *ast.Comment, *ast.CommentGroup:
			return false
		}
		open = append(open, true)
		h.noteFields(node)
		fmt.Fprintf(h.to, "(%T%s", node, h.detail(node))
		return true
	})
}

// detail is what a node says beyond its kind and its parts.
func (h *hasher) detail(node ast.Node) string {
	switch node := node.(type) {
	case *ast.Ident:
		return " " + h.name(node)
	case *ast.BasicLit:
		return " " + literal(node)
	case *ast.BinaryExpr:
		return " " + node.Op.String()
	case *ast.UnaryExpr:
		return " " + node.Op.String()
	case *ast.AssignStmt:
		return fmt.Sprintf(" %s %d", node.Tok, len(node.Lhs))
	case *ast.IncDecStmt:
		return " " + node.Tok.String()
	case *ast.BranchStmt:
		return " " + node.Tok.String()
	case *ast.GenDecl:
		return " " + node.Tok.String()
	case *ast.RangeStmt:
		return fmt.Sprintf(" %s %t %t", node.Tok, node.Key != nil, node.Value != nil)
	case *ast.ForStmt:
		return fmt.Sprintf(" %t %t %t", node.Init != nil, node.Cond != nil, node.Post != nil)
	case *ast.IfStmt:
		return fmt.Sprintf(" %t %t", node.Init != nil, node.Else != nil)
	case *ast.SliceExpr:
		return fmt.Sprintf(" %t %t %t", node.Low != nil, node.High != nil, node.Max != nil)
	case *ast.CallExpr:
		return fmt.Sprintf(" %t", node.Ellipsis.IsValid())
	case *ast.CaseClause:
		return fmt.Sprintf(" %d", len(node.List))
	case *ast.ValueSpec:
		return fmt.Sprintf(" %d %t", len(node.Names), node.Type != nil)
	case *ast.SwitchStmt:
		return fmt.Sprintf(" %t %t", node.Init != nil, node.Tag != nil)
	case *ast.ArrayType:
		return fmt.Sprintf(" %t", node.Len != nil)
	}
	return ""
}

// noteFields marks the fields that a type declares and those that a literal sets. In a literal of a map or a list the
// key is a value like any other.
func (h *hasher) noteFields(node ast.Node) {
	switch node := node.(type) {
	case *ast.StructType:
		h.noteNames(node.Fields)
	case *ast.InterfaceType:
		h.noteNames(node.Methods)
	case *ast.CompositeLit:
		switch node.Type.(type) {
		case *ast.MapType, *ast.ArrayType:
			return
		}
		for _, element := range node.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				if key, ok := pair.Key.(*ast.Ident); ok {
					h.named[key] = true
				}
			}
		}
	}
}

func (h *hasher) noteNames(fields *ast.FieldList) {
	for _, field := range fields.List {
		for _, name := range field.Names {
			h.named[name] = true
		}
	}
}

func (h *hasher) name(name *ast.Ident) string {
	if name.Obj == nil || name.Name == "_" || h.named[name] {
		return name.Name
	}
	number, known := h.names[name.Obj]
	if !known {
		number = len(h.names)
		h.names[name.Obj] = number
	}
	return fmt.Sprintf("#%d", number)
}

// literal writes numbers by their value: 0.50 is .5.
func literal(node *ast.BasicLit) string {
	switch value := constant.MakeFromLiteral(node.Value, node.Kind, 0); {
	case len(node.Value) > 40 || strings.ContainsAny(node.Value, "eEpP") && node.Kind == token.FLOAT:
		return node.Kind.String() + " " + node.Value
	case node.Kind == token.INT, node.Kind == token.FLOAT:
		return node.Kind.String() + " " + value.ExactString()
	}
	return node.Kind.String() + " " + node.Value
}

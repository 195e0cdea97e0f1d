package source

import (
	"go/ast"
	"go/constant"
	"go/token"
)

// The interpreter computes constants while it compiles, where no budget reaches. These bounds keep that work small.
const (
	maxBits     = 512 // as the Go compiler allows
	maxText     = maxCode
	maxElements = 1 << 16 // of an array, or the highest index in a literal
)

// constants evaluates constant expressions, and remembers the first that is too large.
type constants struct {
	values map[*ast.Object]constant.Value
	iota   int64
	large  ast.Node
}

// tooLarge finds a constant, array or literal that could only be meant to exhaust the interpreter.
func tooLarge(root ast.Node) ast.Node {
	c := &constants{values: map[*ast.Object]constant.Value{}}
	ast.Inspect(root, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.GenDecl:
			if node.Tok == token.CONST {
				c.declare(node)
			}
		case *ast.ArrayType:
			c.note(node.Len != nil && c.elements(node, 0) > maxElements, node)
		case *ast.KeyValueExpr:
			key, known := constant.Int64Val(constant.ToInt(c.value(node.Key)))
			c.note(known && key > maxElements, node)
		case ast.Expr:
			c.value(node)
		case *ast.AssignStmt:
			if node.Tok == token.SHL_ASSIGN || node.Tok == token.SHR_ASSIGN {
				c.shiftBy(node.Rhs[0])
			}
		}
		return c.large == nil
	})
	return c.large
}

func (c *constants) note(large bool, node ast.Node) {
	if large && c.large == nil {
		c.large = node
	}
}

// declare evaluates a group; a line without values repeats those before it with its own iota.
func (c *constants) declare(group *ast.GenDecl) {
	var values []ast.Expr
	for i, specification := range group.Specs {
		declared, ok := specification.(*ast.ValueSpec)
		if !ok {
			continue
		}
		if len(declared.Values) > 0 {
			values = declared.Values
		}
		c.iota = int64(i)
		for n, name := range declared.Names {
			if n < len(values) && name.Obj != nil {
				c.values[name.Obj] = c.value(values[n])
			}
		}
	}
}

// value is unknown for whatever is not constant.
func (c *constants) value(expression ast.Expr) constant.Value {
	if c.large != nil {
		return constant.MakeUnknown()
	}
	switch expression := expression.(type) {
	case *ast.BasicLit:
		return c.bounded(constant.MakeFromLiteral(expression.Value, expression.Kind, 0), expression)
	case *ast.ParenExpr:
		return c.value(expression.X)
	case *ast.Ident:
		if known, ok := c.values[expression.Obj]; ok && expression.Obj != nil {
			return known
		}
		if expression.Name == "iota" {
			return constant.MakeInt64(c.iota)
		}
	case *ast.UnaryExpr:
		operand := c.value(expression.X)
		if isNumber(operand) && (expression.Op == token.SUB || expression.Op == token.ADD) {
			return constant.UnaryOp(expression.Op, operand, 0)
		}
	case *ast.BinaryExpr:
		return c.binary(expression)
	}
	return constant.MakeUnknown()
}

func isNumber(value constant.Value) bool {
	return value.Kind() == constant.Int || value.Kind() == constant.Float
}

func (c *constants) binary(expression *ast.BinaryExpr) constant.Value {
	if expression.Op == token.SHL || expression.Op == token.SHR {
		count, known := c.shiftBy(expression.Y)
		if shifted := constant.ToInt(c.value(expression.X)); known && shifted.Kind() == constant.Int {
			return c.bounded(constant.Shift(shifted, expression.Op, count), expression)
		}
		return constant.MakeUnknown()
	}
	left, right := c.value(expression.X), c.value(expression.Y)
	texts := left.Kind() == constant.String && right.Kind() == constant.String && expression.Op == token.ADD
	switch {
	case !texts && (!isNumber(left) || !isNumber(right)):
		return constant.MakeUnknown()
	case expression.Op == token.QUO && constant.Sign(right) != 0:
		return c.bounded(constant.BinaryOp(left, token.QUO, right), expression)
	case expression.Op == token.ADD || expression.Op == token.SUB || expression.Op == token.MUL:
		return c.bounded(constant.BinaryOp(left, expression.Op, right), expression)
	}
	return constant.MakeUnknown()
}

func (c *constants) shiftBy(count ast.Expr) (uint, bool) {
	shift, known := constant.Uint64Val(constant.ToInt(c.value(count)))
	c.note(known && shift > maxBits, count)
	return uint(shift), known && shift <= maxBits
}

func (c *constants) bounded(value constant.Value, node ast.Node) constant.Value {
	large := value.Kind() == constant.Int && constant.BitLen(value) > maxBits ||
		value.Kind() == constant.String && len(constant.StringVal(value)) > maxText
	c.note(large, node)
	if large {
		return constant.MakeUnknown()
	}
	return value
}

// elements is how many values a type holds in place; a length that is not constant counts as too many.
func (c *constants) elements(written ast.Expr, depth int) int64 {
	const most = 2 * maxElements
	if depth > 16 {
		return most
	}
	switch written := written.(type) {
	case *ast.ArrayType:
		if written.Len == nil {
			return 1
		}
		if _, open := written.Len.(*ast.Ellipsis); open {
			return c.elements(written.Elt, depth+1)
		}
		length, known := constant.Int64Val(constant.ToInt(c.value(written.Len)))
		if !known || length > maxElements {
			return most
		}
		return min(most, length*c.elements(written.Elt, depth+1))
	case *ast.StructType:
		total := int64(0)
		for _, field := range written.Fields.List {
			total += int64(max(1, len(field.Names))) * c.elements(field.Type, depth+1)
		}
		return min(most, total)
	case *ast.Ident:
		if written.Obj != nil {
			if named, ok := written.Obj.Decl.(*ast.TypeSpec); ok {
				return c.elements(named.Type, depth+1)
			}
		}
	}
	return 1
}

package repair

import (
	"go/ast"
	"reflect"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
)

// coercion is a rule that makes one kind of value into what its place asks for. The text is empty where it does not apply.
type coercion struct {
	name, explanation string
	text              func(f finding, wanted want, actual reflect.Type) string
}

func (c coercion) rule() rule {
	return rule{name: c.name, explanation: c.explanation, stages: []stage{compile}, edits: func(found finding) []edit {
		var edits []edit
		for _, wanted := range found.wants() {
			actual := found.Types.Of(wanted.expression)
			if actual == nil || actual == wanted.kind || wanted.kind.Kind() == reflect.Interface {
				continue
			}
			if text := c.text(found, wanted, actual); text != "" {
				edits = append(edits, found.replace(wanted.expression, text))
			}
		}
		return edits
	}}
}

var pointerDereference = coercion{
	"pointer-dereference",
	"The indicator returns a pointer to its value; the value itself is now read where a number is needed.",
	func(f finding, wanted want, actual reflect.Type) string {
		switch {
		case actual != typing.FloatPointer:
			return ""
		case wanted.kind == typing.Float:
			return f.readThrough(wanted.expression)
		case isNumber(wanted.kind):
			return wanted.kind.String() + "(*" + f.text(wanted.expression) + ")"
		}
		return ""
	},
}.rule()

// readThrough takes brackets after an operator, where `a/*b` would begin a comment.
func (f finding) readThrough(pointer ast.Expr) string {
	text := "*" + f.text(pointer)
	if before := f.Code[:f.Program.Index(pointer.Pos())]; strings.HasSuffix(before, "*") || strings.HasSuffix(before, "/") {
		return "(" + text + ")"
	}
	return text
}

// neverPointer reads a number as it is where the code reads through it as if it were a pointer.
var neverPointer = rule{
	name:        "number-as-pointer",
	explanation: "The value is a plain number, so it is now read directly.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			star, ok := node.(*ast.StarExpr)
			if !ok {
				return true
			}
			if at := found.Program.Index(star.Pos()); typing.IsConstant(star.X) || strings.HasSuffix(found.Code[:at], "*") {
				return true // `a ** n` reads as a product with what n points to
			}
			switch kind := found.Types.Of(star.X); {
			case isNumber(kind):
				edits = append(edits, found.replace(star, found.text(star.X)))
			case kind == typing.Floats && found.fixed(star.X):
				edits = append(edits, found.replace(star, lastOf(found.text(star.X))))
			}
			return true
		})
		return edits
	},
}

var wholeAndBroken = coercion{
	"int-float-mix",
	"Whole numbers and numbers with decimals cannot be mixed, so one is now converted into the other.",
	func(f finding, wanted want, actual reflect.Type) string {
		expression := wanted.expression
		if !isNumber(actual) || !isNumber(wanted.kind) || typing.IsConstant(expression) && !(wanted.kind != typing.Float && isBroken(expression, actual)) {
			return ""
		}
		text := f.text(expression)
		if inner, ok := expression.(*ast.ParenExpr); ok {
			text = f.text(inner.X)
		}
		return wanted.kind.String() + "(" + text + ")"
	},
}.rule()

func lastOf(list string) string { return list + "[len(" + list + ")-1]" }

var sliceAsNumber = coercion{
	"slice-as-number",
	"The value is a list with one number for each candle; the newest one is now used where a number is needed.",
	func(f finding, wanted want, actual reflect.Type) string {
		if !isNumber(wanted.kind) || wanted.kind == typing.Int && wanted.condition {
			return ""
		}
		expression := wanted.expression
		switch {
		case actual == typing.Floats && f.fixed(expression):
			return lastOf(f.text(expression))
		case actual == typing.Kline:
			return f.text(expression) + ".Close"
		case actual.Kind() == reflect.Pointer && f.fixed(expression):
			return f.onlyNumber(expression, actual)
		}
		return ""
	},
}.rule()

// onlyNumber reads the one number that a result is about: its only list, the line of the MACD, the K of the stochastic.
func (f finding) onlyNumber(expression ast.Expr, actual reflect.Type) string {
	for _, name := range []string{"Values", "MACD", "K", "LastPrice"} {
		field, ok := typing.Field(actual, name)
		switch {
		case !ok:
		case field.Type == typing.Floats:
			return lastOf(f.text(expression) + "." + name)
		case field.Type == typing.Float:
			return f.text(expression) + "." + name
		}
	}
	return ""
}

// listOfResult reads the list of a result where the code takes the result itself for the list: `rsi[i]`, `len(rsi)`.
var listOfResult = rule{
	name:        "result-as-slice",
	explanation: "The indicator's result holds a list of values; the list itself is now read.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		read := func(expression ast.Expr) {
			kind := found.Types.Of(expression)
			if kind == nil || kind.Kind() != reflect.Pointer || kind.Elem().Kind() != reflect.Struct {
				return
			}
			for _, name := range []string{"Values", "MACD"} {
				if field, ok := typing.Field(kind, name); ok && field.Type == typing.Floats {
					edits = append(edits, found.replace(expression, found.text(expression)+"."+name))
				}
			}
		}
		found.walk(func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.IndexExpr:
				read(node.X)
			case *ast.SliceExpr:
				read(node.X)
			case *ast.RangeStmt:
				read(node.X)
			case *ast.CallExpr:
				if list := lengthOf(node); list != nil {
					read(list)
				}
			}
			return true
		})
		return edits
	},
}

var truthOfValue = coercion{
	"value-as-condition",
	"A value is no yes or no by itself; the code now asks whether there is one.",
	func(f finding, wanted want, actual reflect.Type) string {
		if wanted.kind != typing.Truth {
			return ""
		}
		text := f.text(wanted.expression)
		switch {
		case actual.Kind() == reflect.String && !typing.IsConstant(wanted.expression):
			return f.bracketed(wanted.expression, text+` != ""`)
		case !wanted.condition:
			return ""
		case actual.Kind() == reflect.Pointer || actual.Kind() == reflect.Map:
			return f.bracketed(wanted.expression, text+" != nil")
		case actual.Kind() == reflect.Slice:
			return f.bracketed(wanted.expression, "len("+text+") > 0")
		case isNumber(actual):
			return f.bracketed(wanted.expression, text+" != 0")
		}
		return ""
	},
}.rule()

// bracketed takes brackets behind a `!`.
func (f finding) bracketed(expression ast.Expr, text string) string {
	if strings.HasSuffix(strings.TrimRight(f.Code[:f.Program.Index(expression.Pos())], " "), "!") {
		return "(" + text + ")"
	}
	return text
}

var klinesWanted = coercion{
	"timeframe-as-candles",
	"The indicator takes the candles of a timeframe, which are now handed to it.",
	func(f finding, wanted want, actual reflect.Type) string {
		if wanted.kind != typing.Klines {
			return ""
		}
		text := f.text(wanted.expression)
		switch {
		case actual == typing.Text:
			return "data.Klines[" + text + "]"
		case actual == typing.Floats:
			return f.closesOf(wanted.expression)
		}
		return ""
	},
}.rule()

// closesOf is the list of candles whose closes a list of numbers holds, if that is how it is filled.
func (f finding) closesOf(list ast.Expr) string {
	name, ok := list.(*ast.Ident)
	if !ok || name.Obj == nil {
		return ""
	}
	found := ""
	f.walk(func(node ast.Node) bool {
		loop, ok := node.(*ast.RangeStmt)
		if !ok || f.Types.Of(loop.X) != typing.Klines || len(loop.Body.List) != 1 || !f.fixed(loop.X) {
			return true
		}
		filled, ok := loop.Body.List[0].(*ast.AssignStmt)
		if !ok || len(filled.Lhs) != 1 || !f.isCloseOf(filled.Rhs[0], loop) {
			return true
		}
		target := filled.Lhs[0]
		if index, ok := target.(*ast.IndexExpr); ok {
			target = index.X
		}
		if into, ok := target.(*ast.Ident); ok && into.Obj == name.Obj {
			found = f.text(loop.X)
		}
		return true
	})
	return found
}

// isCloseOf tells the close of the candle that a loop is at, by itself or appended.
func (f finding) isCloseOf(value ast.Expr, loop *ast.RangeStmt) bool {
	if call, ok := value.(*ast.CallExpr); ok && len(call.Args) == 2 {
		value = call.Args[1]
	}
	text := squeeze(f.text(value))
	return loop.Value != nil && text == f.text(loop.Value)+".Close" ||
		loop.Key != nil && text == squeeze(f.text(loop.X))+"["+f.text(loop.Key)+"].Close"
}

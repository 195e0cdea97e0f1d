package repair

import (
	"go/ast"
	"reflect"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
)

// numberAsSlice mends `stoch.K[len(stoch.K)-1]`: the last of one value is that value. An index other than the last
// asks for history that the value does not have, and is left alone.
var numberAsSlice = rule{
	name:        "number-as-slice",
	explanation: "The value is a single number, not a list, so it is now used directly.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			change, ok := found.lastOfNumber(node)
			if !ok {
				change, ok = found.emptyNumber(node)
			}
			if ok {
				edits = append(edits, change)
			}
			return !ok
		})
		return edits
	},
}

func (f finding) lastOfNumber(node ast.Node) (edit, bool) {
	index, ok := node.(*ast.IndexExpr)
	if !ok {
		return edit{}, false
	}
	kind := f.Types.Of(index.X)
	position := squeeze(f.text(index.Index))
	if !(strings.HasPrefix(position, "len(") && strings.HasSuffix(position, ")-1")) && position != "0" && position != "-1" && !f.isLast(index.Index) {
		return edit{}, false
	}
	switch kind {
	case typing.Float:
		return f.replace(index, f.text(index.X)), true
	case typing.FloatPointer:
		return f.replace(index, f.readThrough(index.X)), true
	}
	return edit{}, false
}

// isLast tells a variable that holds the position of the last candle.
func (f finding) isLast(index ast.Expr) bool {
	name, ok := index.(*ast.Ident)
	if !ok || f.reassigned(name) {
		return false
	}
	position, ok := f.sum(name, nil, 0)
	return ok && position.constant == -1 && len(position.terms) == 1
}

// emptyNumber drops `|| len(number) == 0` from a guard, and answers it elsewhere: one value is never empty.
func (f finding) emptyNumber(node ast.Node) (edit, bool) {
	test, ok := node.(*ast.BinaryExpr)
	if !ok {
		return edit{}, false
	}
	for _, sides := range [][2]ast.Expr{{test.X, test.Y}, {test.Y, test.X}} {
		if answer := f.lengthOfNumber(sides[0]); test.Op.String() == "||" && answer == "false" || test.Op.String() == "&&" && answer == "true" {
			return f.replace(test, f.text(sides[1])), true
		}
	}
	if answer := f.lengthOfNumber(test); answer != "" {
		return f.replace(test, answer), true
	}
	return edit{}, false
}

// lengthOfNumber answers `len(number) == 0` and its like for the one value that a number is, as text.
func (f finding) lengthOfNumber(expression ast.Expr) string {
	test, ok := expression.(*ast.BinaryExpr)
	if !ok {
		return ""
	}
	call, ok := test.X.(*ast.CallExpr)
	if !ok || lengthOf(call) == nil {
		return ""
	}
	kind := f.Types.Of(lengthOf(call))
	if kind != typing.Float && kind != typing.FloatPointer {
		return ""
	}
	pointer := kind.Kind() == reflect.Pointer
	switch squeeze(test.Op.String() + f.text(test.Y)) {
	case "==0", "<1", "<=0", "<2", "<=1", "<3": // where the code asks for two and reads the last, it has no need of two
		if pointer {
			return f.text(lengthOf(call)) + " == nil"
		}
		return "false"
	case "!=0", ">0", ">=1", ">=2", ">1":
		if pointer {
			return f.text(lengthOf(call)) + " != nil"
		}
		return "true"
	}
	return ""
}

// seriesOf are the indicators that give a value for every candle, by those that give the latest alone.
var seriesOf = map[string]string{
	"CalculateEMA": "CalculateEMASeries", "CalculateMA": "CalculateMASeries", "GetLatestRSI": "CalculateRSI",
	"GetLatestMACD": "CalculateMACD", "GetLatestBollingerBands": "CalculateBollingerBands",
}

// history replaces an indicator's latest value by its series where the code looks back into it.
var history = rule{
	name:        "history-needed",
	partial:     true,
	explanation: "The code looks at earlier values of the indicator, so its whole series is now computed instead of the latest value.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		needed := map[*ast.Object]bool{}
		found.walk(func(node ast.Node) bool {
			if loop, ok := node.(*ast.RangeStmt); ok {
				if name := root(loop.X); name != nil && name.Obj != nil {
					needed[name.Obj] = true
				}
			}
			if index, ok := node.(*ast.IndexExpr); ok {
				if name := root(index.X); name != nil && name.Obj != nil {
					if _, last := found.lastOfNumber(index); !last {
						needed[name.Obj] = true
					}
				}
			}
			return true
		})
		var edits []edit
		found.walk(func(node ast.Node) bool {
			name, ok := node.(*ast.Ident)
			if !ok || name.Obj == nil || name.Obj.Pos() != name.Pos() || !needed[name.Obj] {
				return true
			}
			if call, ok := typing.Declared(name).(*ast.CallExpr); ok && typing.Indicator(call.Fun) != nil {
				function := call.Fun.(*ast.SelectorExpr).Sel
				if series := seriesOf[function.Name]; series != "" {
					edits = append(edits, found.replace(function, series))
				}
			}
			return true
		})
		return edits
	},
}

// root is the variable that an expression such as `macd.Signal` starts from.
func root(expression ast.Expr) *ast.Ident {
	switch expression := expression.(type) {
	case *ast.Ident:
		return expression
	case *ast.SelectorExpr:
		return root(expression.X)
	case *ast.ParenExpr:
		return root(expression.X)
	case *ast.StarExpr:
		return root(expression.X)
	}
	return nil
}

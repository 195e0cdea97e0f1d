package repair

import (
	"go/ast"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
)

// missingImport writes out what the code takes from packages that no filter can import, and the builtins that the
// interpreter does not know. What the language cannot express exactly, such as logarithms, is left alone.
var missingImport = rule{
	name:        "missing-import",
	explanation: "Filters cannot import packages; the function used is now written out in the filter itself.",
	stages:      []stage{compile},
	codes:       []string{"undefined_name"},
	edits: func(found finding) []edit {
		var edits []edit
		helpers := map[string]string{}
		found.walk(func(node ast.Node) bool {
			symbol := found.wholeBuiltin(node)
			replacement, helper := found.writtenOut(symbol)
			if replacement == "" {
				return true
			}
			if helper != "" {
				helpers[replacement] = helper
			}
			edits = append(edits, found.replace(node, replacement))
			return false
		})
		return append(declarations(helpers), edits...)
	},
}

// foreignSymbol is the name of what a node takes from a package or the language, such as `math.Abs` or `max`.
func foreignSymbol(node ast.Node) string {
	switch node := node.(type) {
	case *ast.SelectorExpr:
		if owner, ok := node.X.(*ast.Ident); ok && owner.Obj == nil {
			return owner.Name + "." + node.Sel.Name
		}
	case *ast.Ident:
		if node.Obj == nil {
			return node.Name
		}
	}
	return ""
}

// wholeBuiltin is the name of what a node takes from elsewhere; `max` and `min` of whole numbers stay whole.
func (f finding) wholeBuiltin(node ast.Node) string {
	symbol := foreignSymbol(node)
	if symbol != "max" && symbol != "min" && symbol != "sum" {
		return symbol
	}
	f.walk(func(other ast.Node) bool {
		call, ok := other.(*ast.CallExpr)
		if ok && ast.Node(call.Fun) == node && len(call.Args) > 0 {
			if f.Types.Of(call.Args[0]) == typing.Floats {
				symbol = map[string]string{"max": "slices.Max", "min": "slices.Min", "sum": "total.Of"}[symbol]
				return false
			}
			isWhole := symbol != "sum"
			for _, argument := range call.Args {
				isWhole = isWhole && f.Types.Of(argument) == typing.Int
			}
			if isWhole {
				symbol = map[string]string{"max": "whole.Max", "min": "whole.Min"}[symbol]
			}
		}
		return true
	})
	return symbol
}

// writtenOut gives what stands for a symbol of the standard library and, for a function, the closure to declare first.
func (f finding) writtenOut(symbol string) (replacement, helper string) {
	if literal, ok := literals[symbol]; ok {
		return literal, ""
	}
	if same, ok := spellings[symbol]; ok {
		symbol = same
	}
	body, ok := closures[symbol]
	if !ok {
		return "", ""
	}
	packageName, name, _ := strings.Cut(symbol, ".")
	replacement = packageName + name
	if strings.Contains(f.Code, replacement+" := func(") {
		return replacement, "" // written out in an earlier round
	}
	return f.unused(replacement), body
}

// declarations puts the closures on top of the code, in the order of their names.
func declarations(helpers map[string]string) []edit {
	text := ""
	for _, name := range slices.Sorted(maps.Keys(helpers)) {
		text += name + " := " + helpers[name] + "\n"
	}
	if text == "" {
		return nil
	}
	return []edit{{0, 0, text}}
}

// maxPower is the largest exponent that is written out as a product.
const maxPower = 4

// wholePower writes `math.Pow(x, 2)` as a product. Other exponents need logarithms, and a base that is a call would
// be evaluated more than once.
var wholePower = rule{
	name:        "whole-power",
	explanation: "Filters cannot import packages; the power is now written as a product.",
	stages:      []stage{compile},
	codes:       []string{"undefined_name"},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || len(call.Args) != 2 || !slices.Contains([]string{"math.Pow", "Math.pow"}, foreignSymbol(call.Fun)) {
				return true
			}
			base := found.text(call.Args[0])
			switch exponent := found.text(call.Args[1]); {
			case exponent == "0.5":
				edits = append(edits, found.replace(call, "math.Sqrt("+base+")"))
			case calls(call.Args[0]):
			default:
				if product := power(base, exponent); product != "" {
					edits = append(edits, found.replace(call, product))
				}
			}
			return false
		})
		return edits
	},
}

func power(base, exponent string) string {
	number, err := strconv.ParseFloat(exponent, 64)
	times := int(number)
	if err != nil || float64(times) != number || times < 1 || times > maxPower {
		return ""
	}
	return "(" + strings.TrimSuffix(strings.Repeat("("+base+")*", times), "*") + ")"
}

func calls(expression ast.Expr) bool {
	found := false
	ast.Inspect(expression, func(node ast.Node) bool {
		if _, ok := node.(*ast.CallExpr); ok {
			found = true
		}
		return !found
	})
	return found
}

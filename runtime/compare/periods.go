package compare

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/symbols"
)

// changedPeriods are indicators that exist and whose constant periods are others in the candidate. Repairs give an
// indicator another name, leave parameters out or write the computation out, but they keep its numbers.
func changedPeriods(was, is *source.Program) []Finding {
	kept := periodsOf(is)
	var found []Finding
	told := map[string]bool{}
	for _, used := range periodsOf(was).uses {
		if !kept.has(used.indicator, used.period) && !told[used.text] {
			told[used.text] = true
			found = append(found, Finding{
				Code: "condition_dropped", Detail: used.text,
				Message: "The old code computes " + used.text + "; the new one does so with another number than " + used.period + ", or not at all.",
			})
		}
	}
	return found
}

type use struct{ indicator, period, text string }

// periods are the literal parameters of the indicators that code uses, and all its other numbers.
type periods struct {
	uses    []use
	open    map[string]bool // indicators with a parameter that is computed
	numbers map[string]bool
}

// has tells whether an indicator is still used with a number. One that is given no literal there may be given it by a
// variable, by the candles it is given, or be written out: then the number must be anywhere.
func (p periods) has(indicator, period string) bool {
	literal := slices.ContainsFunc(p.uses, func(used use) bool { return used.indicator == indicator })
	if !literal || p.open[indicator] {
		return p.numbers[period]
	}
	return slices.ContainsFunc(p.uses, func(used use) bool { return used.indicator == indicator && used.period == period })
}

func periodsOf(program *source.Program) periods {
	made := periods{open: map[string]bool{}, numbers: map[string]bool{}}
	inspectReached(program, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok {
			made.numbers[valueOf(literal)] = true
		}
		call, ok := node.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 {
			return true
		}
		indicator := indicatorIn(call.Fun)
		for _, argument := range call.Args[1:] {
			literal, ok := argument.(*ast.BasicLit)
			switch {
			case indicator == "":
			case ok && literal.Kind != token.STRING:
				made.uses = append(made.uses, use{indicator, valueOf(literal), program.Text(call)})
			default:
				made.open[indicator] = true
			}
		}
		return true
	})
	return made
}

// indicatorIn is the indicator that a call means, among those that exist.
func indicatorIn(called ast.Expr) string {
	selector, ok := called.(*ast.SelectorExpr)
	if ok && slices.Contains(indicatorNames, stem(selector.Sel.Name)) {
		return stem(selector.Sel.Name)
	}
	return ""
}

var indicatorNames = func() []string {
	var names []string
	for name := range symbols.Indicators {
		names = append(names, stem(name))
	}
	return names
}()

// stem is an indicator's name without what says how much of it is wanted.
func stem(name string) string {
	for _, prefix := range []string{"GetLatest", "Calculate", "Get", "Detect"} {
		name = strings.TrimPrefix(name, prefix)
	}
	return strings.TrimSuffix(name, "Series")
}

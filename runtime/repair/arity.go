package repair

import (
	"go/ast"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
)

// conventional are the parameters that an indicator is computed with where nobody says otherwise.
var conventional = map[string][]string{
	"CalculateRSI": {"14"}, "GetLatestRSI": {"14"}, "CalculateMACD": {"12", "26", "9"}, "GetLatestMACD": {"12", "26", "9"},
	"CalculateBollingerBands": {"20", "2.0"}, "GetLatestBollingerBands": {"20", "2.0"}, "CalculateStochastic": {"14", "3"},
}

// wrongArity gives an indicator the parameters it takes: the conventional ones where some are missing, and none that
// it does not have.
var wrongArity = rule{
	name:        "wrong-arity",
	explanation: "The indicator was given too few or too many parameters; missing ones now have their conventional values.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || call.Ellipsis.IsValid() {
				return true
			}
			if function := typing.Indicator(call.Fun); function != nil && function.NumIn() != len(call.Args) {
				edits = append(edits, found.fit(call, function.NumIn())...)
			}
			return true
		})
		return edits
	},
}

func (f finding) fit(call *ast.CallExpr, takes int) []edit {
	name := call.Fun.(*ast.SelectorExpr).Sel.Name
	arguments := make([]string, len(call.Args))
	for i, argument := range call.Args {
		arguments[i] = f.text(argument)
	}
	if merged := f.mergeTimeframe(call, arguments); merged != nil {
		arguments = merged
	}
	defaults := conventional[name]
	switch missing := takes - len(arguments); {
	case missing > 0 && len(arguments) > 0 && len(defaults) == takes-1:
		arguments = append(arguments, defaults[len(arguments)-1:]...)
	case missing == 1 && len(arguments) == 1 && (name == "GetHighestHigh" || name == "GetLowestLow") && f.fixed(call.Args[0]):
		arguments = append(arguments, "len("+arguments[0]+")")
	case missing < 0 && name == "CalculateVWAP" && len(arguments) == 2 && f.fixed(call.Args[0]) && f.fixed(call.Args[1]):
		arguments = []string{arguments[0] + "[len(" + arguments[0] + ")-" + arguments[1] + ":]"}
	case missing < 0 && len(arguments) > 0:
		if !f.mayDrop(call, takes) {
			return nil
		}
		arguments = arguments[:takes]
	case missing > 0:
		return nil
	}
	first, last := call.Lparen+1, call.Rparen
	return []edit{{f.Program.Index(first), f.Program.Index(last), strings.Join(arguments, ", ")}}
}

// mayDrop tells whether the arguments too many say nothing that the indicator could heed: numbers that tune what it
// does not tune, such as the smoothing of the stochastic.
func (f finding) mayDrop(call *ast.CallExpr, takes int) bool {
	for _, argument := range call.Args[takes:] {
		if !typing.IsConstant(argument) {
			return false
		}
	}
	return true
}

// mergeTimeframe turns `(data, "5m", 14)` and `(data.Klines, "5m", 14)` into `(data.Klines["5m"], 14)`.
func (f finding) mergeTimeframe(call *ast.CallExpr, arguments []string) []string {
	if len(call.Args) < 2 || f.Types.Of(call.Args[1]) != typing.Text {
		return nil
	}
	switch kind := f.Types.Of(call.Args[0]); {
	case kind == typing.MarketData:
		return append([]string{arguments[0] + ".Klines[" + arguments[1] + "]"}, arguments[2:]...)
	case kind != nil && kind.String() == "map[string][]types.Kline":
		return append([]string{arguments[0] + "[" + arguments[1] + "]"}, arguments[2:]...)
	}
	return nil
}

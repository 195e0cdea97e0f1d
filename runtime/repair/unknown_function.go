package repair

import (
	"go/ast"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/symbols"
)

// unknownFunction replaces an indicator that does not exist by the one whose name says the same and which takes the
// arguments given. Where none or several do, the code is left alone.
var unknownFunction = rule{
	name:        "unknown-function",
	explanation: "The indicator does not exist; it was replaced by the existing one that computes the same.",
	needsTree:   true,
	compile:     true,
	edits: func(found finding) []edit {
		var edits []edit
		ast.Inspect(found.Program.Body, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || indicator(call) != nil {
				return true
			}
			selector, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !isPackage(selector.X, "indicators") {
				return true
			}
			if name := nearest(selector.Sel.Name, call.Args); name != "" {
				edits = append(edits, found.replace(selector.Sel, name))
			}
			return true
		})
		return edits
	},
}

// meanings spell the same idea in the words of the existing names; longer spellings come first.
var meanings = strings.NewReplacer(
	"simplemovingaverage", "ma", "exponentialmovingaverage", "ema", "movingaverage", "ma", "sma", "ma",
	"relativestrengthindex", "rsi", "bollingerbands", "bollinger", "bollingerband", "bollinger", "bbands", "bollinger",
	"stochasticoscillator", "stochastic", "stochastics", "stochastic", "stoch", "stochastic",
	"stochastic", "stochastic",
	"volumeweightedaverageprice", "vwap",
	"averagevolume", "avgvolume", "volumema", "avgvolume", "volumeaverage", "avgvolume", "volumeavg", "avgvolume",
	"volumesma", "avgvolume", "avgvolume", "avgvolume", "meanvolume", "avgvolume",
	"highesthigh", "highest", "lowestlow", "lowest", "engulfingpattern", "engulfing",
	"macdline", "macd",
)

// verbs say how a value is had, not which.
var verbs = strings.NewReplacer("calculate", "", "calc", "", "compute", "", "detect", "", "find", "", "get", "",
	"latest", "", "current", "", "last", "", "value", "", "is", "")

func meaning(name string) string {
	return meanings.Replace(verbs.Replace(strings.ToLower(name)))
}

// nearest finds the existing indicator for a name. Of two with one meaning, as CalculateRSI and GetLatestRSI, it is
// the one whose name says like this one whether the latest value is wanted.
func nearest(name string, arguments []ast.Expr) string {
	var fitting []string
	for _, known := range slices.Sorted(maps.Keys(symbols.Indicators)) {
		if meaning(known) == meaning(name) && takes(reflect.TypeOf(symbols.Indicators[known]), arguments) {
			fitting = append(fitting, known)
		}
	}
	if len(fitting) > 1 {
		latest := wantsLatest(name)
		fitting = slices.DeleteFunc(fitting, func(known string) bool { return strings.HasPrefix(known, "GetLatest") != latest })
	}
	if len(fitting) != 1 {
		return ""
	}
	return fitting[0]
}

func wantsLatest(name string) bool {
	for _, word := range []string{"Latest", "Current", "Last", "Value"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

func takes(function reflect.Type, arguments []ast.Expr) bool {
	if function.NumIn() != len(arguments) {
		return false
	}
	for i, argument := range arguments {
		given, wanted := typeOf(argument), function.In(i)
		if given != nil && given != wanted && !(given == integerType && wanted == numberType) {
			return false
		}
	}
	return true
}

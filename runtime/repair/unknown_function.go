package repair

import (
	"go/ast"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/trader-error-recovery/runtime/symbols"
	"github.com/trader-error-recovery/runtime/typing"
)

// unknownFunction replaces an indicator that does not exist by the one whose name says the same. Where none or several
// do, the code is left alone.
var unknownFunction = rule{
	name:        "unknown-function",
	explanation: "The indicator does not exist under this name; it was replaced by the existing one that computes the same.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || typing.Indicator(call.Fun) != nil {
				return true
			}
			name, isIndicator := found.calledIndicator(call.Fun)
			if !isIndicator {
				return true
			}
			if known := found.nearest(name, call); known == "DetectEngulfingPattern" && found.direction(name) != "" && !found.comparesText(call) {
				text := "indicators." + known + found.Code[found.Program.Index(call.Lparen):found.end(call)] + " == " + found.direction(name)
				edits = append(edits, found.replace(call, found.bracketed(call, text)))
			} else if known != "" {
				edits = append(edits, found.replace(call.Fun, "indicators."+known))
				edits = append(edits, found.withoutLast(name, call)...)
			}
			return true
		})
		return edits
	},
}

// direction is the answer of the pattern that a name such as DetectBearishEngulfing asks for.
func (f finding) direction(name string) string {
	switch said := words(name); {
	case slices.Contains(said, "bullish") || slices.Contains(said, "bull"):
		return `"bullish"`
	case slices.Contains(said, "bearish") || slices.Contains(said, "bear"):
		return `"bearish"`
	}
	return ""
}

// comparesText tells whether the result of a call is compared with a text, directly or by the variable it is kept in.
func (f finding) comparesText(call *ast.CallExpr) bool {
	compares := false
	f.walk(func(node ast.Node) bool {
		comparison, ok := node.(*ast.BinaryExpr)
		if !ok || f.Types.Of(comparison.Y) != typing.Text {
			return true
		}
		name, _ := comparison.X.(*ast.Ident)
		compares = compares || comparison.X == ast.Expr(call) || name != nil && typing.Declared(name) == ast.Expr(call)
		return true
	})
	return compares
}

// withoutLast leaves the newest candle out where the code asks for the value before: that of the candles up to it.
func (f finding) withoutLast(name string, call *ast.CallExpr) []edit {
	asks := slices.ContainsFunc(words(name), func(word string) bool { return slices.Contains([]string{"previous", "prev", "prior"}, word) })
	if !asks || len(call.Args) == 0 || !f.fixed(call.Args[0]) {
		return nil
	}
	list := f.text(call.Args[0])
	return []edit{f.replace(call.Args[0], list+"[:len("+list+")-1]")}
}

// calledIndicator is the name of the indicator that a call means: of the package, of one that does not exist such as
// `ta`, or without any.
func (f finding) calledIndicator(function ast.Expr) (string, bool) {
	switch function := function.(type) {
	case *ast.Ident:
		return function.Name, function.Obj == nil && !slices.Contains(ordinary, strings.ToLower(function.Name))
	case *ast.SelectorExpr:
		owner, ok := function.X.(*ast.Ident)
		return function.Sel.Name, ok && owner.Obj == nil && !slices.Contains(standardPackages, owner.Name)
	}
	return "", false
}

var standardPackages = []string{"math", "fmt", "strings", "sort", "time", "strconv", "errors", "slices", "log", "os", "types", "Math", "console"}

// ordinary are names of functions that are about numbers in general, not about candles.
var ordinary = []string{"min", "max", "abs", "sum", "avg", "average", "mean", "high", "low", "highest", "lowest", "volume", "len", "last", "round"}

// synonyms spell the same idea in the words of the existing names.
var synonyms = map[string][]string{
	"sma": {"ma"}, "average": {"avg"}, "mean": {"avg"}, "vol": {"volume"}, "avgvol": {"avg", "volume"},
	"bb": {"bollinger"}, "bbands": {"bollinger"}, "bands": {}, "band": {}, "stoch": {"stochastic"}, "oscillator": {}, "pattern": {},
	"high": {"highest"}, "low": {"lowest"}, "max": {"highest"}, "min": {"lowest"}, "volumes": {"volume"}, "moving": {"ma"},
	"simple": {}, "exponential": {"e"}, "relative": {"rsi"}, "strength": {}, "index": {}, "weighted": {"vwap"}, "convergence": {"macd"}, "divergence": {},
	"engulf": {"engulfing"}, "candle": {}, "candlestick": {}, "price": {}, "wilder": {}, "wilders": {}, "stdev": {},
}

// manner are words that say how a value is had, not which.
var manner = []string{"calculate", "calc", "compute", "detect", "find", "get", "is", "has", "latest", "current", "last", "newest", "recent",
	"value", "values", "series", "array", "list", "slice", "all", "history", "indicator", "ta", "from", "of", "the", "period", "data", "for", "previous", "prev", "prior"}

// words splits a name such as CalculateEMASeries at its capitals.
func words(name string) []string {
	var found []string
	start := 0
	letters := []rune(name)
	for i := 1; i <= len(letters); i++ {
		boundary := i == len(letters) || letters[i] == '_' || unicode.IsUpper(letters[i]) &&
			(!unicode.IsUpper(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1]))
		if boundary {
			if word := strings.ToLower(strings.Trim(string(letters[start:i]), "_0123456789")); word != "" {
				found = append(found, word)
			}
			start = i
		}
	}
	return found
}

// family is what an indicator is about, as a sorted set of words: `volume ma`, `rsi`, `bollinger`.
func family(name string) string {
	about := map[string]bool{}
	for _, word := range words(name) {
		if slices.Contains(manner, word) {
			continue
		}
		meant, ok := synonyms[word]
		if !ok {
			meant = []string{word}
		}
		for _, part := range meant {
			about[part] = true
		}
	}
	for _, merged := range merges {
		if all(about, merged.words) {
			for _, word := range merged.words {
				delete(about, word)
			}
			about[merged.as] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(about)), " ")
}

// merges are several words for one idea, the most first.
var merges = []struct {
	words []string
	as    string
}{
	{[]string{"volume", "vwap", "avg"}, "vwap"}, {[]string{"volume", "vwap"}, "vwap"}, {[]string{"rsi"}, "rsi"},
	{[]string{"e", "ma", "avg"}, "ema"}, {[]string{"e", "ma"}, "ema"}, {[]string{"ma", "macd"}, "macd"}, {[]string{"avg", "macd"}, "macd"},
	{[]string{"volume", "ma", "avg"}, "avgvolume"}, {[]string{"volume", "avg"}, "avgvolume"}, {[]string{"volume", "ma"}, "avgvolume"},
	{[]string{"ma", "avg"}, "ma"}, {[]string{"bullish", "engulfing"}, "engulfing"}, {[]string{"bearish", "engulfing"}, "engulfing"},
}

func all(set map[string]bool, wanted []string) bool {
	for _, word := range wanted {
		if !set[word] {
			return false
		}
	}
	return true
}

// nearest finds the existing indicator for a name. Of several of one family, it is the one that gives what the code
// goes on to use: the latest value, or one for every candle.
func (f finding) nearest(name string, call *ast.CallExpr) string {
	var fitting []string
	for _, known := range slices.Sorted(maps.Keys(symbols.Indicators)) {
		if family(known) == family(name) && family(name) != "" {
			fitting = append(fitting, known)
		}
	}
	if len(fitting) > 1 {
		series := f.wantsSeries(name, call)
		fitting = slices.DeleteFunc(fitting, func(known string) bool { return givesSeries(known) != series })
	}
	if len(fitting) != 1 {
		return ""
	}
	return fitting[0]
}

// givesSeries tells whether an indicator gives a list of numbers, or a result that holds one.
func givesSeries(name string) bool {
	result := reflect.TypeOf(symbols.Indicators[name]).Out(0)
	if result.Kind() == reflect.Pointer && result.Elem().Kind() == reflect.Struct {
		return result.Elem().Field(0).Type == typing.Floats
	}
	return result == typing.Floats
}

// wantsSeries tells whether the code looks at more than the latest value, by how it uses the result, else by the name.
func (f finding) wantsSeries(name string, call *ast.CallExpr) bool {
	return f.isIndexed(call) || slices.ContainsFunc(words(name), func(word string) bool {
		return slices.Contains([]string{"series", "values", "array", "list", "history", "slice"}, word)
	})
}

// isIndexed tells whether the result of a call is looked into as a list, directly or through the variable it is kept in.
func (f finding) isIndexed(call *ast.CallExpr) bool {
	var kept *ast.Object
	f.walk(func(node ast.Node) bool {
		if assignment, ok := node.(*ast.AssignStmt); ok {
			for i, value := range assignment.Rhs {
				if name, ok := assignment.Lhs[min(i, len(assignment.Lhs)-1)].(*ast.Ident); ok && value == ast.Expr(call) {
					kept = name.Obj
				}
			}
		}
		return true
	})
	found := false
	f.walk(func(node ast.Node) bool {
		var list ast.Expr
		switch node := node.(type) {
		case *ast.IndexExpr:
			list = node.X
		case *ast.SliceExpr:
			list = node.X
		case *ast.RangeStmt:
			list = node.X
		case *ast.CallExpr:
			list = lengthOf(node)
		}
		if list == nil {
			return true
		}
		if name := root(list); name != nil && name.Obj != nil && name.Obj == kept || ast.Unparen(list) == ast.Expr(call) {
			found = true
		}
		return true
	})
	return found
}

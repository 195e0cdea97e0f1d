package repair

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
	"github.com/trader-error-recovery/runtime/warnings"
)

// timeframeName calls a timeframe as the executor does. Under another name there are no candles, ever.
var timeframeName = rule{
	name:        "timeframe-name",
	explanation: "There are no candles under the name that the code used; it now names the timeframe as the executor does.",
	stages:      []stage{running},
	codes:       []string{"out_of_range", "nil_pointer"},
	edits:       renameTimeframes,
}

func renameTimeframes(found finding) []edit {
	if found.Program == nil || !strings.Contains(found.Code, "Klines") {
		return nil
	}
	var edits []edit
	found.walk(func(node ast.Node) bool {
		literal, ok := node.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		name, err := strconv.Unquote(literal.Value)
		if err == nil && bareMinutes.MatchString(name) && found.isTimeframe(literal) {
			name += "m"
		}
		if meant := timeframe(name); err == nil && meant != "" && strconv.Quote(meant) != literal.Value {
			edits = append(edits, found.replace(literal, strconv.Quote(meant)))
		}
		return true
	})
	return edits
}

// bareMinutes is a number that is only a timeframe where one is asked for.
var bareMinutes = regexp.MustCompile(`^\d+$`)

// isTimeframe tells whether a text is what candles are looked up by, directly or through a name.
func (f finding) isTimeframe(literal *ast.BasicLit) bool {
	found := false
	f.walk(func(node ast.Node) bool {
		index, ok := node.(*ast.IndexExpr)
		if !ok || !strings.HasSuffix(f.text(index.X), "Klines") {
			return true
		}
		name, isName := index.Index.(*ast.Ident)
		found = found || index.Index == ast.Expr(literal) || isName && typing.Declared(name) == ast.Expr(literal)
		return true
	})
	return found
}

var (
	countFirst = regexp.MustCompile(`^(\d+)[ _-]?(m|min|mins|minute|minutes|h|hr|hrs|hour|hours|d|day|days)$`)
	unitFirst  = regexp.MustCompile(`^(m|min|h|d)(\d+)$`)
	minutes    = map[string]int{"m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1, "h": 60, "hr": 60, "hrs": 60, "hour": 60, "hours": 60, "d": 1440, "day": 1440, "days": 1440}
	spoken     = map[string]string{"hourly": "1h", "daily": "1d", "hour": "1h", "day": "1d"}
)

// timeframe is the executor's name for what a text calls a timeframe, empty if it is none or there is none as long.
func timeframe(name string) string {
	if slices.Contains(warnings.Timeframes, name) {
		return name
	}
	name = strings.ToLower(strings.TrimSpace(name))
	if meant, ok := spoken[name]; ok {
		return meant
	}
	count, unit := "", ""
	if match := countFirst.FindStringSubmatch(name); match != nil {
		count, unit = match[1], match[2]
	} else if match := unitFirst.FindStringSubmatch(name); match != nil {
		count, unit = match[2], match[1]
	}
	number, _ := strconv.Atoi(count)
	for _, known := range warnings.Timeframes {
		match := countFirst.FindStringSubmatch(known)
		length, _ := strconv.Atoi(match[1])
		if number > 0 && length*minutes[match[2]] == number*minutes[unit] {
			return known
		}
	}
	return ""
}

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
	wanted := found.timeframes()
	var edits []edit
	found.walk(func(node ast.Node) bool {
		literal, ok := node.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		name, err := strconv.Unquote(literal.Value)
		if err != nil || !wanted[literal] {
			return true
		}
		if bareMinutes.MatchString(name) {
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

// timeframes are the texts that candles are looked up by, directly or through variables, lists and parameters.
func (f finding) timeframes() map[ast.Expr]bool {
	wanted := map[ast.Expr]bool{}
	f.walk(func(node ast.Node) bool {
		if index, ok := node.(*ast.IndexExpr); ok && strings.HasSuffix(f.text(index.X), "Klines") {
			f.leadsTo(index.Index, wanted, 0)
		}
		return true
	})
	return wanted
}

func (f finding) leadsTo(expression ast.Expr, wanted map[ast.Expr]bool, depth int) {
	if expression == nil || depth > maxFollow {
		return
	}
	switch expression := expression.(type) {
	case *ast.BasicLit:
		wanted[expression] = true
	case *ast.ParenExpr:
		f.leadsTo(expression.X, wanted, depth+1)
	case *ast.IndexExpr:
		f.leadsTo(expression.X, wanted, depth+1)
	case *ast.CompositeLit:
		for _, element := range expression.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				f.leadsTo(pair.Key, wanted, depth+1)
				element = pair.Value
			}
			f.leadsTo(element, wanted, depth+1)
		}
	case *ast.Ident:
		f.sourcesOf(expression, wanted, depth)
	}
}

// sourcesOf follows a name to what it is given: a value, the elements of what it ranges over, or arguments.
func (f finding) sourcesOf(name *ast.Ident, wanted map[ast.Expr]bool, depth int) {
	if name.Obj == nil {
		return
	}
	switch declaration := name.Obj.Decl.(type) {
	case *ast.AssignStmt, *ast.ValueSpec:
		value := typing.Declared(name)
		if assignment, ok := declaration.(*ast.AssignStmt); ok && len(assignment.Rhs) == 1 {
			if loop, ok := assignment.Rhs[0].(*ast.UnaryExpr); ok && loop.Op == token.RANGE {
				value = loop.X
			}
		}
		f.leadsTo(value, wanted, depth+1)
	case *ast.Field:
		f.walk(func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			called, ok := call.Fun.(*ast.Ident)
			if !ok {
				return true
			}
			function, ok := typing.Declared(called).(*ast.FuncLit)
			if !ok {
				return true
			}
			position := 0
			for _, field := range function.Type.Params.List {
				for range field.Names {
					if field == declaration && position < len(call.Args) {
						f.leadsTo(call.Args[position], wanted, depth+1)
					}
					position++
				}
			}
			return true
		})
	}
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

package repair

import (
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
)

// undeclared declares a variable where its first value is assigned.
var undeclared = rule{
	name:        "undeclared",
	explanation: "The variable was used without being declared; it is now declared with its first value.",
	stages:      []stage{compile},
	codes:       []string{"undefined_name"},
	edits: func(found finding) []edit {
		missing := strings.TrimPrefix(found.Failure.Message, "undefined: ")
		var first *ast.AssignStmt
		depth, firstDepth := 0, 0
		later := false
		found.walk(func(node ast.Node) bool {
			switch node := node.(type) {
			case nil:
				depth--
				return true
			case *ast.AssignStmt:
				if name, ok := node.Lhs[0].(*ast.Ident); ok && len(node.Lhs) == 1 && node.Tok == token.ASSIGN && name.Name == missing && name.Obj == nil && first == nil {
					first, firstDepth = node, depth
				}
			case *ast.Ident:
				if first != nil && node.Name == missing && node.Obj == nil && node.Pos() > first.End() {
					later = later || depth < firstDepth
				}
			}
			depth++
			return true
		})
		if first == nil {
			return found.misspelt(missing)
		}
		if kind := found.Types.Of(first.Rhs[0]); later && kind != nil {
			return []edit{{0, 0, "var " + missing + " " + kind.String() + "\n"}}
		}
		at := found.Program.Index(first.TokPos)
		return []edit{{at, at + 1, ":="}}
	},
}

// isAssigned tells whether the code gives a name a value itself.
func (f finding) isAssigned(name string) bool {
	assigned := false
	f.walk(func(node ast.Node) bool {
		if assignment, ok := node.(*ast.AssignStmt); ok {
			for _, target := range assignment.Lhs {
				to, ok := target.(*ast.Ident)
				assigned = assigned || ok && to.Name == name
			}
		}
		return !assigned
	})
	return assigned
}

// misspelt is a name that differs from a declared one only in its capitals.
func (f finding) misspelt(missing string) []edit {
	var known []string
	f.walk(func(node ast.Node) bool {
		if name, ok := node.(*ast.Ident); ok && name.Obj != nil && strings.EqualFold(name.Name, missing) && !slices.Contains(known, name.Name) {
			known = append(known, name.Name)
		}
		return true
	})
	if len(known) != 1 {
		return nil
	}
	var edits []edit
	f.walk(func(node ast.Node) bool {
		if name, ok := node.(*ast.Ident); ok && name.Name == missing && name.Obj == nil {
			edits = append(edits, f.replace(name, known[0]))
		}
		return true
	})
	return edits
}

// otherData gives the market data the name it has in a filter, where the code uses that of another signature.
var otherData = rule{
	name:        "other-data-name",
	explanation: "The market data has another name in a filter; the code now uses it.",
	stages:      []stage{compile},
	codes:       []string{"undefined_name"},
	edits: func(found finding) []edit {
		missing := strings.TrimPrefix(found.Failure.Message, "undefined: ")
		if found.isAssigned(missing) || len(found.misspelt(missing)) > 0 {
			return nil
		}
		var edits []edit
		found.walk(func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.SelectorExpr:
				owner, ok := node.X.(*ast.Ident)
				if ok && owner.Obj == nil && owner.Name == missing && slices.Contains([]string{"Klines", "Ticker", "Symbol"}, nearestField(typing.MarketData, node.Sel.Name)) {
					edits = append(edits, found.replace(owner, "data"))
				}
			case *ast.Ident:
				if text := found.unbound(node.Name); text != "" && node.Obj == nil && node.Name == missing {
					edits = append(edits, found.replace(node, text))
				}
			}
			return true
		})
		return edits
	},
}

// outOfScope declares a variable where all of its uses see it, not only the block that gives it its value.
var outOfScope = rule{
	name:        "out-of-scope",
	explanation: "The variable was declared within a block and used outside of it; it is now declared before the block.",
	stages:      []stage{compile},
	codes:       []string{"undefined_name"},
	edits: func(found finding) []edit {
		missing := strings.TrimPrefix(found.Failure.Message, "undefined: ")
		if edits := found.initBefore(missing); edits != nil {
			return edits
		}
		var edits []edit
		var kind reflect.Type
		found.walk(func(node ast.Node) bool {
			assignment, ok := node.(*ast.AssignStmt)
			if !ok || assignment.Tok != token.DEFINE || len(assignment.Lhs) != 1 || len(assignment.Rhs) != 1 {
				return true
			}
			if name, ok := assignment.Lhs[0].(*ast.Ident); ok && name.Name == missing {
				if is := found.Types.Of(assignment.Rhs[0]); kind == nil || kind == is {
					kind = is
				}
				at := found.Program.Index(assignment.TokPos)
				edits = append(edits, edit{at, at + 2, "="})
			}
			return true
		})
		if kind == nil || len(edits) == 0 || strings.Contains(kind.String(), "indicators.") || strings.Contains(kind.String(), "struct") {
			return nil
		}
		return append([]edit{{0, 0, "var " + missing + " " + kind.String() + "\n"}}, edits...)
	},
}

// initBefore moves the declaration in the head of an if before it.
func (f finding) initBefore(missing string) []edit {
	var edits []edit
	f.walk(func(node ast.Node) bool {
		for _, statement := range listOf(node) {
			branch, ok := statement.(*ast.IfStmt)
			if !ok || branch.Init == nil {
				continue
			}
			init, ok := branch.Init.(*ast.AssignStmt)
			if !ok || init.Tok != token.DEFINE {
				continue
			}
			if name, ok := init.Lhs[0].(*ast.Ident); ok && name.Name == missing && edits == nil {
				indent := indentAt(f.Code, f.Program.Index(branch.Pos()))
				edits = []edit{
					f.before(branch, f.text(init)+"\n"+indent),
					{f.Program.Index(init.Pos()), f.Program.Index(branch.Cond.Pos()), ""},
				}
			}
		}
		return true
	})
	return edits
}

// elsewhere are names that other signatures have for parts of the market data.
var elsewhere = map[string]string{"ticker": "data.Ticker", "symbol": "data.Symbol", "marketData": "data", "md": "data"}

// unbound is what a name stands for that everybody knows but the code does not: a part of the market data, the price,
// which is the close of the one list of candles there is, or else the ticker's, and an answer that was cut off.
func (f finding) unbound(name string) string {
	if text := elsewhere[name]; text != "" {
		return text
	}
	switch strings.ToLower(strings.ReplaceAll(name, "_", "")) {
	case "price", "currentprice", "lastprice", "close", "lastclose", "currentclose", "latestclose":
		if lists := f.candleLists(); len(lists) == 1 {
			return lastOf(lists[0]) + ".Close"
		}
		return "data.Ticker.LastPrice"
	case "t", "tr", "tru":
		return "true"
	case "f", "fa", "fal", "fals":
		return "false"
	}
	return ""
}

// candleLists are the variables that candles are kept in.
func (f finding) candleLists() []string {
	var lists []string
	f.walk(func(node ast.Node) bool {
		name, ok := node.(*ast.Ident)
		if ok && name.Obj != nil && name.Obj.Pos() == name.Pos() && f.Types.Of(name) == typing.Klines && !slices.Contains(lists, name.Name) {
			lists = append(lists, name.Name)
		}
		return true
	})
	return lists
}

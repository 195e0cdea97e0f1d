package repair

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
)

// constantVariable declares a variable where the code, as in JavaScript, calls it constant.
var constantVariable = rule{
	name:        "constant-variable",
	explanation: "A value that is computed cannot be a constant; it is now kept in a variable.",
	stages:      []stage{compile, running},
	partial:     true,
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			declaration, ok := node.(*ast.DeclStmt)
			if !ok {
				return true
			}
			group := declaration.Decl.(*ast.GenDecl)
			if group.Tok != token.CONST || group.Lparen.IsValid() || len(group.Specs) != 1 {
				return true
			}
			if variable := group.Specs[0].(*ast.ValueSpec); len(variable.Names) == 1 && len(variable.Values) == 1 && !typing.IsConstant(variable.Values[0]) {
				edits = append(edits, found.replace(declaration, variable.Names[0].Name+" := "+found.text(variable.Values[0])))
			}
			return true
		})
		return edits
	},
}

// reserved are names that code needs in their own meaning.
var reserved = []string{"indicators", "types", "len", "cap", "append", "make", "copy", "float64", "int", "string", "bool", "nil", "true", "false", "max", "min", "panic"}

// shadowedName renames a variable that hides what the code goes on to use under the same name.
var shadowedName = rule{
	name:        "shadowed-name",
	explanation: "A variable hid something of the language that the code needs under the same name; it was renamed.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			name, ok := node.(*ast.Ident)
			if !ok || name.Obj == nil || name.Obj.Kind != ast.Var || !slices.Contains(reserved, name.Name) {
				return true
			}
			if found.meansReserved(name) || !found.isNeeded(name.Obj) {
				return true
			}
			edits = append(edits, found.replace(name, found.unused(name.Name+"Value")))
			return true
		})
		return edits
	},
}

// isNeeded tells whether the code uses what a variable hides.
func (f finding) isNeeded(object *ast.Object) bool {
	needed := false
	f.walk(func(node ast.Node) bool {
		name, ok := node.(*ast.Ident)
		needed = needed || ok && name.Obj == object && f.meansReserved(name)
		return !needed
	})
	return needed
}

// meansReserved tells a use that can only mean what was hidden: a package before a dot, a function before its arguments.
func (f finding) meansReserved(name *ast.Ident) bool {
	means := false
	f.walk(func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.SelectorExpr:
			means = means || node.X == ast.Expr(name) && (name.Name == "indicators" || name.Name == "types")
		case *ast.CallExpr:
			means = means || node.Fun == ast.Expr(name) && name.Name != "indicators" && name.Name != "types"
		}
		return !means
	})
	return means
}

// shadowedValue gives a value to the variable that the code reads later, where the code declares another of its name in
// a block and never reads that.
var shadowedValue = rule{
	name:        "shadowed-value",
	explanation: "A second variable of the same name took the value that the first one needed; the first one now gets it.",
	stages:      []stage{running},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			assignment, ok := node.(*ast.AssignStmt)
			if !ok || assignment.Tok != token.DEFINE || len(assignment.Lhs) != 1 {
				return true
			}
			inner, ok := assignment.Lhs[0].(*ast.Ident)
			if !ok || inner.Obj == nil || inner.Obj.Pos() != inner.Pos() || found.isRead(inner.Obj) {
				return true
			}
			if outer := found.declaredAround(inner); outer != nil && found.Types.Of(outer) == found.Types.Of(assignment.Rhs[0]) {
				at := found.Program.Index(assignment.TokPos)
				edits = append(edits, edit{at, at + 2, "="})
			}
			return true
		})
		return edits
	},
}

// isRead tells whether anything but `_ = x` reads a variable.
func (f finding) isRead(object *ast.Object) bool {
	read := false
	f.walk(func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.AssignStmt:
			if blank, ok := node.Lhs[0].(*ast.Ident); ok && blank.Name == "_" {
				return false
			}
		case *ast.Ident:
			read = read || node.Obj == object && node.Pos() != object.Pos()
		}
		return true
	})
	return read
}

// declaredAround is the declaration of the same name in a list around that of an inner one.
func (f finding) declaredAround(inner *ast.Ident) *ast.Ident {
	var outer *ast.Ident
	f.walk(func(node ast.Node) bool {
		list := listOf(node)
		if node == nil || inner.Pos() < node.Pos() || inner.Pos() > node.End() {
			return false
		}
		for _, statement := range list {
			for _, name := range declares(statement) {
				if name.Name == inner.Name && name != inner && name.Pos() < inner.Pos() {
					outer = name
				}
			}
		}
		return true
	})
	return outer
}

func declares(statement ast.Stmt) []*ast.Ident {
	var names []*ast.Ident
	switch statement := statement.(type) {
	case *ast.AssignStmt:
		for _, target := range statement.Lhs {
			if name, ok := target.(*ast.Ident); ok && statement.Tok == token.DEFINE {
				names = append(names, name)
			}
		}
	case *ast.DeclStmt:
		for _, specification := range statement.Decl.(*ast.GenDecl).Specs {
			if variable, ok := specification.(*ast.ValueSpec); ok {
				names = append(names, variable.Names...)
			}
		}
	}
	return names
}

// typeName calls a type as it is called here.
var typeName = rule{
	name:        "type-name",
	explanation: "The type has another name here; the code now uses it.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.SelectorExpr:
				if meant := meantType[strings.ToLower(node.Sel.Name)]; typing.IsPackage(node.X, "types") && meant != "" && meant != node.Sel.Name {
					edits = append(edits, found.replace(node.Sel, meant))
				}
				return false
			case *ast.Ident:
				if node.Obj == nil && (node.Name == "Kline" || node.Name == "Candle" || node.Name == "MarketData") {
					edits = append(edits, found.replace(node, "types."+meantType[strings.ToLower(node.Name)]))
				}
			case *ast.KeyValueExpr:
				return false
			}
			return true
		})
		return edits
	},
}

var meantType = map[string]string{
	"candle": "Kline", "candlestick": "Kline", "bar": "Kline", "ohlcv": "Kline", "kline": "Kline", "klinedata": "Kline", "marketdata": "MarketData",
	"tickerdata": "SimplifiedTicker", "simpleticker": "SimplifiedTicker", "simplifiedticker": "SimplifiedTicker",
}

package repair

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
)

// powerOperator writes `x ** 2`, which reads as a product with what 2 points to, as a product.
var powerOperator = rule{
	name:        "power-operator",
	explanation: "Go has no operator for powers; the power is now written as a product.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			product, ok := node.(*ast.BinaryExpr)
			if !ok || product.Op != token.MUL {
				return true
			}
			star, ok := product.Y.(*ast.StarExpr)
			if !ok || star.Pos() != product.OpPos+1 || !typing.IsConstant(star.X) {
				return true
			}
			base := product.X
			left := ""
			if negative, ok := base.(*ast.UnaryExpr); ok && negative.Op == token.SUB {
				left, base = "-", negative.X
			}
			if strings.Contains(squeeze(found.text(base)), "**") {
				return true // a power of a power is read from the right
			}
			if outer, ok := base.(*ast.BinaryExpr); ok && (outer.Op == token.MUL || outer.Op == token.QUO) {
				left, base = found.Code[found.Program.Index(outer.Pos()):found.Program.Index(outer.Y.Pos())], outer.Y
			}
			switch text := power(unbracketed(found.text(base)), found.text(star.X)); {
			case found.text(star.X) == "0.5":
				edits = append(edits, found.replace(product, left+"math.Sqrt("+found.text(base)+")"))
			case text != "" && !calls(base):
				edits = append(edits, found.replace(product, left+text))
			}
			return false
		})
		return edits
	},
}

func unbracketed(text string) string {
	if strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") && strings.Count(text, ")") == 1 {
		return text[1 : len(text)-1]
	}
	return text
}

// chainedComparison writes `30 < x < 50` as the two comparisons that it means.
var chainedComparison = rule{
	name:        "chained-comparison",
	explanation: "Two comparisons in a row have to be joined; they now are.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			second, ok := node.(*ast.BinaryExpr)
			if !ok || !orders(second.Op) {
				return true
			}
			first, ok := second.X.(*ast.BinaryExpr)
			if !ok || !orders(first.Op) || calls(first.Y) {
				return true
			}
			at := found.Program.Index(second.OpPos)
			edits = append(edits, edit{at, at, "&& " + found.text(first.Y) + " "})
			return false
		})
		return edits
	},
}

func orders(operator token.Token) bool {
	return operator == token.LSS || operator == token.GTR || operator == token.LEQ || operator == token.GEQ
}

// floatModulo computes the remainder of numbers with decimals, for which the language has no operator.
var floatModulo = rule{
	name:        "float-modulo",
	explanation: "The remainder is only there for whole numbers; for others it is now computed in full.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			division, ok := node.(*ast.BinaryExpr)
			if !ok || division.Op != token.REM {
				return true
			}
			if left, right := meantNumber(found.Types, division.X), meantNumber(found.Types, division.Y); left == typing.Float || right == typing.Float && left == typing.Int {
				edits = append(edits, found.replace(division, "math.Mod("+found.text(division.X)+", "+found.text(division.Y)+")"))
				return false
			}
			return true
		})
		return edits
	},
}

func meantNumber(types *typing.Types, expression ast.Expr) any {
	if kind := types.Of(expression); kind == typing.FloatPointer {
		return typing.Float
	} else {
		return kind
	}
}

// floatCounter declares a sum as a number with decimals where such numbers are added to it.
var floatCounter = rule{
	name:        "whole-number-sum",
	explanation: "The variable holds numbers with decimals but was declared as a whole number; it is now declared as what it holds.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		grows := map[*ast.Object]bool{}
		found.walk(func(node ast.Node) bool {
			assignment, ok := node.(*ast.AssignStmt)
			if !ok || assignment.Tok == token.DEFINE || len(assignment.Lhs) != len(assignment.Rhs) {
				return true
			}
			for i, target := range assignment.Lhs {
				name, ok := target.(*ast.Ident)
				value := assignment.Rhs[i]
				if ok && name.Obj != nil && found.Types.Of(name) == typing.Int && meantNumber(found.Types, value) == typing.Float {
					grows[name.Obj] = true
				}
			}
			return true
		})
		var edits []edit
		for object := range grows {
			edits = append(edits, found.declareFloat(object)...)
		}
		return edits
	},
}

func (f finding) declareFloat(object *ast.Object) []edit {
	switch declaration := object.Decl.(type) {
	case *ast.AssignStmt:
		if len(declaration.Lhs) != len(declaration.Rhs) {
			return nil
		}
		for i, target := range declaration.Lhs {
			literal, ok := declaration.Rhs[i].(*ast.BasicLit)
			if name, isName := target.(*ast.Ident); isName && ok && name.Name == object.Name && literal.Kind == token.INT {
				return []edit{f.replace(literal, literal.Value+".0")}
			}
		}
	case *ast.ValueSpec:
		if name, ok := declaration.Type.(*ast.Ident); ok && name.Name == "int" {
			return []edit{f.replace(name, "float64")}
		}
	}
	return nil
}

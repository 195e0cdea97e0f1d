package compare

import (
	"go/ast"
	"go/token"
	"strconv"

	"github.com/trader-error-recovery/runtime/source"
)

// constantVerdict tells whether every way through the candidate gives the same answer, where the original's did not.
func constantVerdict(was, is *source.Program) []Finding {
	answer, at := onlyAnswer(is)
	if answer == unknown {
		return nil
	}
	if was != nil {
		if before, _ := onlyAnswer(was); before == answer {
			return nil
		}
	}
	message := "The new code always says no, whatever the market."
	if answer == yes {
		message = "The new code always says yes, whatever the market."
	}
	return []Finding{{Code: "constant_verdict", Message: message, Line: is.Place(at).Line}}
}

// verdict is what is known of a condition before it is computed.
type verdict int

const (
	unknown verdict = iota
	no
	yes
)

func not(of verdict) verdict { return map[verdict]verdict{no: yes, yes: no}[of] }

// onlyAnswer is the one answer that all returns that can be reached give, unknown if they differ.
func onlyAnswer(program *source.Program) (verdict, token.Pos) {
	only, at, differ := unknown, token.NoPos, false
	inspectReached(program, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			answer := unknown
			if len(node.Results) == 1 {
				answer = foretold(node.Results[0])
			}
			differ = differ || answer == unknown || only != unknown && only != answer
			only, at = answer, node.Pos()
		}
		return true
	})
	if differ {
		return unknown, token.NoPos
	}
	return only, at
}

// foretold is what a condition is whatever it is asked about.
func foretold(condition ast.Expr) verdict {
	switch condition := ast.Unparen(condition).(type) {
	case *ast.Ident:
		switch {
		case condition.Obj == nil && condition.Name == "true":
			return yes
		case condition.Obj == nil && condition.Name == "false":
			return no
		}
		return foretoldVariable(condition)
	case *ast.UnaryExpr:
		if condition.Op == token.NOT {
			return not(foretold(condition.X))
		}
	case *ast.BinaryExpr:
		return foretoldPair(condition)
	}
	return unknown
}

// foretoldVariable follows a variable that is declared constant and named nowhere else but where it is read once.
func foretoldVariable(name *ast.Ident) verdict {
	if name.Obj == nil {
		return unknown
	}
	declared, ok := name.Obj.Decl.(*ast.ValueSpec)
	if ok && name.Obj.Kind == ast.Con && len(declared.Values) == 1 {
		return foretold(declared.Values[0])
	}
	return unknown
}

func foretoldPair(condition *ast.BinaryExpr) verdict {
	left, right := foretold(condition.X), foretold(condition.Y)
	switch condition.Op {
	case token.LAND:
		if left == no || right == no {
			return no
		}
		if left == yes && right == yes {
			return yes
		}
	case token.LOR:
		if left == yes || right == yes {
			return yes
		}
		if left == no && right == no {
			return no
		}
	case token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
		return foretoldComparison(condition)
	}
	return unknown
}

func foretoldComparison(condition *ast.BinaryExpr) verdict {
	left, leftKnown := numberIn(condition.X)
	right, rightKnown := numberIn(condition.Y)
	if call, ok := condition.X.(*ast.CallExpr); ok && rightKnown {
		if name, ok := call.Fun.(*ast.Ident); ok && name.Name == "len" && name.Obj == nil {
			return foretoldLength(condition.Op, right)
		}
	}
	if !leftKnown || !rightKnown {
		return unknown
	}
	holds := map[token.Token]bool{
		token.LSS: left < right, token.LEQ: left <= right, token.GTR: left > right,
		token.GEQ: left >= right, token.EQL: left == right, token.NEQ: left != right,
	}[condition.Op]
	if holds {
		return yes
	}
	return no
}

// mostCandles is more than a market is ever given; any list of candles can be taken to be shorter.
const mostCandles = 1000

// foretoldLength compares a length, which is never negative and never more than a market has candles.
func foretoldLength(operator token.Token, with float64) verdict {
	switch {
	case operator == token.LSS && with <= 0, operator == token.LEQ && with < 0, operator == token.GEQ && with > mostCandles, operator == token.GTR && with >= mostCandles:
		return no
	case operator == token.GEQ && with <= 0, operator == token.GTR && with < 0, operator == token.LSS && with > mostCandles, operator == token.LEQ && with >= mostCandles:
		return yes
	}
	return unknown
}

func numberIn(expression ast.Expr) (float64, bool) {
	literal, ok := ast.Unparen(expression).(*ast.BasicLit)
	if !ok {
		return 0, false
	}
	value, err := strconv.ParseFloat(literal.Value, 64)
	return value, err == nil
}

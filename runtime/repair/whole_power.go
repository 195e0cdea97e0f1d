package repair

import (
	"go/ast"
	"strconv"
	"strings"
)

// maxPower is the largest exponent that is written out as a product.
const maxPower = 4

// wholePower writes `math.Pow(x, 2)` as a product. Other exponents need logarithms, and a base that is a call would
// be evaluated more than once.
var wholePower = rule{
	name:        "whole-power",
	explanation: "Filters cannot import packages; the power is now written as a product.",
	needsTree:   true,
	compile:     true,
	edits: func(found finding) []edit {
		if found.Failure.Code != "undefined_name" {
			return nil
		}
		var edits []edit
		ast.Inspect(found.Program.Body, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || len(call.Args) != 2 {
				return true
			}
			function, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !isPackage(function.X, "math") || function.Sel.Name != "Pow" {
				return true
			}
			exponent, err := strconv.ParseFloat(found.Program.Text(call.Args[1]), 64)
			times := int(exponent)
			if err != nil || float64(times) != exponent || times < 1 || times > maxPower || calls(call.Args[0]) {
				return true
			}
			base := "(" + found.Program.Text(call.Args[0]) + ")"
			product := strings.TrimSuffix(strings.Repeat(base+"*", times), "*")
			edits = append(edits, found.replace(call, "("+product+")"))
			return false
		})
		return edits
	},
}

func calls(expression ast.Expr) bool {
	found := false
	ast.Inspect(expression, func(node ast.Node) bool {
		if _, ok := node.(*ast.CallExpr); ok {
			found = true
		}
		return !found
	})
	return found
}

package repair

import (
	"go/ast"
	"sort"
	"strings"
)

// missingImport writes out what the code takes from packages that no filter can import. What the language cannot
// express exactly, such as logarithms, is left alone.
var missingImport = rule{
	name:        "missing-import",
	explanation: "Filters cannot import packages; the function used is now written out in the filter itself.",
	needsTree:   true,
	compile:     true,
	edits: func(found finding) []edit {
		if found.Failure.Code != "undefined_name" {
			return nil
		}
		var edits []edit
		helpers := map[string]string{}
		ast.Inspect(found.Program.Body, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			owner, ok := selector.X.(*ast.Ident)
			if !ok || owner.Obj != nil {
				return true
			}
			replacement, helper := writtenOut(found, owner.Name+"."+selector.Sel.Name)
			if replacement == "" {
				return true
			}
			if helper != "" {
				helpers[replacement] = helper
			}
			edits = append(edits, found.replace(selector, replacement))
			return false
		})
		return append(declarations(helpers), edits...)
	},
}

// writtenOut gives what stands for a symbol of the standard library and, for a function, the closure to declare first.
func writtenOut(found finding, symbol string) (replacement, helper string) {
	if literal, ok := literals[symbol]; ok {
		return literal, ""
	}
	body, ok := closures[symbol]
	if !ok {
		return "", ""
	}
	packageName, name, _ := strings.Cut(symbol, ".")
	replacement = packageName + name
	if strings.Contains(found.Code, replacement+" := ") {
		return replacement, "" // written out in an earlier round
	}
	return found.unused(replacement), body
}

// declarations puts the closures on top of the code, in the order of their names.
func declarations(helpers map[string]string) []edit {
	names := make([]string, 0, len(helpers))
	for name := range helpers {
		names = append(names, name)
	}
	sort.Strings(names)
	text := ""
	for _, name := range names {
		text += name + " := " + helpers[name] + "\n"
	}
	if text == "" {
		return nil
	}
	return []edit{{0, 0, text}}
}

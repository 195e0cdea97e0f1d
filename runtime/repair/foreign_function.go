package repair

import (
	"regexp"
	"strings"
)

// foreignFunction takes the body out of a function of JavaScript or Python.
var foreignFunction = rule{
	name:        "foreign-function",
	explanation: "A filter is the body of one function; the function of another language around it was taken off.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		code := strings.TrimSpace(found.Code)
		if match := braced.FindStringSubmatch(code); match != nil && strings.HasSuffix(strings.TrimRight(code, "; \n"), "}") {
			end := strings.LastIndexByte(code, '}')
			return []edit{{0, len(found.Code), named(match[1]+match[2], dedent(code[len(match[0]):end]))}}
		}
		if match := indented.FindStringSubmatch(code); match != nil {
			return []edit{{0, len(found.Code), named(match[1], dedent(code[len(match[0]):]))}}
		}
		return nil
	},
}

var (
	// braced begins `function evaluate(data) {`, `export default (data) => {` and their kin.
	braced = regexp.MustCompile(`^(?:module\.exports\s*=\s*|export\s+(?:default\s+)?)?(?:(?:const|let|var)\s+\w+\s*=\s*)?(?:async\s+)?(?:function\s*\w*\s*\((\w*)[^)]*\)|\(?(\w*)[^)=]*\)?\s*=>)\s*(?::\s*boolean\s*)?\{[ \t]*\n`)
	// indented begins `def evaluate(data) -> bool:`.
	indented = regexp.MustCompile(`^def\s+\w+\((\w*)[^)]*\)[^:\n]*:[ \t]*\n`)
)

// named gives the market data the name it has in a body.
func named(parameter, body string) string {
	if parameter == "" || parameter == "data" {
		return body
	}
	return parameter + " := data\n" + body
}

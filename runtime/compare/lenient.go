package compare

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/source"
)

var (
	fenced      = regexp.MustCompile("(?s)```[a-zA-Z]*[ \t]*\r?\n(.*?)(?:```|$)")
	preamble    = regexp.MustCompile(`(?m)^[ \t]*(?:package \w+|import (?:"[^"\n]*"|\((?s:[^)]*)\)))[ \t;]*$`)
	filter      = regexp.MustCompile(`(?m)^func (\w+)\(\w+ \*types\.MarketData\)`)
	declaration = regexp.MustCompile(`(?m)^func (\w+)\(`)
)

// readLeniently reads Go in the shapes that models leave it in: behind a fence, as a value in JSON, as a whole
// program. Its conditions can then be compared one by one. It returns nil for other languages.
func readLeniently(code string, component source.Component) *source.Program {
	for _, text := range shapes(code) {
		body := declaration.ReplaceAllString(preamble.ReplaceAllString(text, ""), "$1 := func(")
		if function := filter.FindStringSubmatch(text); function != nil {
			body += "\nreturn " + function[1] + "(data)" // a whole program answers by the function that takes the market
		}
		for _, shape := range []string{text, body} {
			if program := source.Read(shape, component); program != nil {
				return program
			}
		}
	}
	return nil
}

func shapes(code string) []string {
	found := []string{code}
	for _, match := range fenced.FindAllStringSubmatch(code, -1) {
		found = append(found, match[1])
	}
	var fields map[string]any
	if json.Unmarshal([]byte(code), &fields) == nil {
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			if text, ok := fields[name].(string); ok && strings.Contains(text, "return") {
				found = append(found, text)
			}
		}
	}
	return found
}

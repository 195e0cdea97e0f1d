// Package source turns the code a user wrote into the program an executor runs, and positions in it back into the user's.
package source

import (
	"go/token"
	"strings"
)

// Component says which of a trader's two functions the code is the body of.
type Component string

// The components of a trader.
const (
	Filter Component = "filter"
	Series Component = "series"
)

// bodyLine is the line of the wrapper that holds line 1 of the user's code, as in the executor's messages.
const bodyLine = 10

const header = `package main

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// The body is the user's.
`

// Function is the name of the one function in the wrapper.
func (c Component) Function() string {
	if c == Series {
		return "calculateSeries"
	}
	return "evaluate"
}

func (c Component) signature() string {
	if c == Series {
		return "func calculateSeries(data *types.MarketData) map[string]interface{} {\n"
	}
	return "func evaluate(data *types.MarketData) bool {\n"
}

// Wrap returns the whole program for a body.
func Wrap(code string, component Component) string {
	return header + component.signature() + code + "\n}\n"
}

// Offset is where the user's code starts in the wrapped program.
func Offset(component Component) int {
	return len(header) + len(component.signature())
}

// Place is a position in the user's own code, counted from 1.
type Place struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Unwrap maps a position in the wrapped program to the user's code; one outside the code is moved to its nearest line.
func Unwrap(position token.Position, code string) Place {
	last := strings.Count(strings.TrimRight(code, "\n"), "\n") + 1
	line := position.Line - bodyLine + 1
	switch {
	case line < 1:
		return Place{Line: 1, Column: 1}
	case line > last:
		return Place{Line: last, Column: 1}
	}
	return Place{Line: line, Column: max(1, position.Column)}
}

// PlaceOf maps a byte offset in the user's code to its place.
func PlaceOf(code string, offset int) Place {
	before := code[:min(max(0, offset), len(code))]
	return Place{Line: strings.Count(before, "\n") + 1, Column: len(before) - strings.LastIndex(before, "\n")}
}

// LineOf returns a line of the user's code, counted from 1, without the white space around it; empty if there is none.
func LineOf(code string, line int) string {
	lines := strings.Split(code, "\n")
	if line < 1 || line > len(lines) {
		return ""
	}
	return strings.TrimSpace(lines[line-1])
}

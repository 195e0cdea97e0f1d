package repair

import (
	"go/ast"
	"slices"
	"sort"
	"strings"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/typing"
)

// finding is what a rule is asked about: the code, how it fails and, where it parses, its syntax tree.
type finding struct {
	Code      string
	Component source.Component
	Failure   sandbox.Failure
	Program   *source.Program // nil for code that is not Go
	Types     *typing.Types
}

// stage says to which code a rule applies.
type stage int

const (
	text    stage = iota // what cannot be read as Go
	compile              // what can be read and does not compile
	running              // what compiles and fails when it runs
)

// rule is one kind of repair. Its edits are none where it does not apply.
type rule struct {
	name        string
	explanation string
	stages      []stage
	codes       []string // of the failures it is for; any if empty
	partial     bool     // one change may leave the failure as it is, and still be right
	edits       func(finding) []edit
}

func (r rule) applies(found finding) bool {
	if len(r.codes) > 0 && !slices.Contains(r.codes, found.Failure.Code) {
		return false
	}
	return slices.Contains(r.stages, found.stage())
}

func (f finding) stage() stage {
	switch {
	case f.Program == nil:
		return text
	case f.Failure.Class == sandbox.Compile:
		return compile
	}
	return running
}

// edit replaces code[start:end] by text.
type edit struct {
	start, end int
	text       string
}

// apply makes edits that do not overlap; of two that do, the first in the code is made.
func apply(code string, edits []edit) string {
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].start < edits[j].start })
	var result strings.Builder
	done := 0
	for _, change := range edits {
		if change.start < done || change.end > len(code) || change.start > change.end {
			continue
		}
		result.WriteString(code[done:change.start])
		result.WriteString(change.text)
		done = change.end
	}
	result.WriteString(code[done:])
	return result.String()
}

func (f finding) replace(node ast.Node, text string) edit {
	return edit{f.Program.Index(node.Pos()), f.Program.Index(node.End()), text}
}

func (f finding) before(node ast.Node, text string) edit {
	at := f.Program.Index(node.Pos())
	return edit{at, at, text}
}

func (f finding) text(node ast.Node) string { return f.Program.Text(node) }

// walk visits every node of the body.
func (f finding) walk(visit func(ast.Node) bool) { ast.Inspect(f.Program.Body, visit) }

// unused makes a name that the code does not use yet.
func (f finding) unused(name string) string {
	for slices.Contains(wordsOf(f.Code), name) {
		name += "_"
	}
	return name
}

// lineAt counts from 1.
func lineAt(code string, offset int) int {
	return strings.Count(code[:offset], "\n") + 1
}

// indentAt is the white space that the line of an offset starts with.
func indentAt(code string, offset int) string {
	line := code[strings.LastIndex(code[:offset], "\n")+1:]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

func squeeze(text string) string { return strings.Join(strings.Fields(text), "") }

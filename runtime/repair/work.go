package repair

import (
	"strings"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/typing"
)

// maxRounds bounds the search; no code seen needed more than half of it.
const maxRounds = 40

type work struct {
	request Request
	code    string
	before  []sandbox.Result
	applied []Applied
	seen    map[string]bool
}

// observe notes what the original answers, and returns its first failure. Code that ran into a limit once is not run again.
func (w *work) observe() *sandbox.Failure {
	runner := w.runner(w.code)
	failure := runner.Failure()
	for _, input := range w.request.Inputs {
		result := runner.Run(input)
		w.before = append(w.before, result)
		if result.Failure == nil {
			continue
		}
		if failure == nil {
			failure = result.Failure
		}
		if result.Failure.Class == sandbox.Timeout || result.Failure.Class == sandbox.Memory {
			break
		}
	}
	return failure
}

// mend applies rules until the code, which fails so, runs on the inputs; it returns the failure that no rule mends.
func (w *work) mend(failure *sandbox.Failure, inputs []sandbox.Input) *sandbox.Failure {
	for range maxRounds {
		if failure == nil {
			return nil
		}
		next, ok := w.step(*failure, inputs)
		if !ok {
			return failure
		}
		failure = next
	}
	return failure
}

// step applies the first rule whose change gets the code any further, and returns the failure that is left.
func (w *work) step(failure sandbox.Failure, inputs []sandbox.Input) (*sandbox.Failure, bool) {
	found := w.finding(failure)
	for _, rule := range rules {
		if !rule.applies(found) {
			continue
		}
		edits := rule.edits(found)
		if len(edits) == 0 {
			continue
		}
		candidate := apply(w.code, edits)
		if w.seen[candidate] {
			continue
		}
		w.seen[candidate] = true
		next := w.diagnose(candidate, inputs)
		// The first error of code that cannot be read says nothing about the rest of it.
		if next != nil && same(*next, failure) && !rule.partial && found.Program != nil {
			continue
		}
		w.note(rule, edits)
		w.code = candidate
		return next, true
	}
	return nil, false
}

func (w *work) finding(failure sandbox.Failure) finding {
	return finding{
		Code: w.code, Component: w.request.Component, Failure: failure,
		Program: source.Read(w.code, w.request.Component), Types: typing.New(),
	}
}

// same tells a failure that a change did not touch: the same complaint about the same text.
func same(a, b sandbox.Failure) bool {
	return a.Message == b.Message && a.Source == b.Source && a.Code == b.Code
}

// diagnose returns the first failure of code, also where there is no input to run it on.
func (w *work) diagnose(code string, inputs []sandbox.Input) *sandbox.Failure {
	if failures := sandbox.Check(code, w.request.Component); len(failures) > 0 {
		return &failures[0]
	}
	runner := w.runner(code)
	for _, input := range inputs {
		if result := runner.Run(input); result.Failure != nil {
			return result.Failure
		}
	}
	return nil
}

func (w *work) runner(code string) *sandbox.Runner {
	return sandbox.NewRunner(code, w.request.Component, w.request.Limits)
}

// note tells once of a rule that took several rounds, as markdown around a whole function does.
func (w *work) note(rule rule, edits []edit) {
	for _, change := range w.applied {
		if change.Rule == rule.name && change.Explanation == rule.explanation {
			return
		}
	}
	w.applied = append(w.applied, Applied{rule.name, rule.explanation, lineAt(w.code, edits[0].start)})
}

// finish makes the changes that no failure asks for but which the code needs, as long as it stays sound.
func (w *work) finish() {
	for _, rule := range finishing {
		edits := rule.edits(w.finding(sandbox.Failure{}))
		if len(edits) == 0 {
			continue
		}
		proven := *w
		w.note(rule, edits)
		w.code = apply(w.code, edits)
		inputs := append(w.shortened(), w.request.Inputs...)
		if w.mend(w.diagnose(w.code, inputs), inputs) != nil || w.changesAnswers() {
			w.code, w.applied = proven.code, proven.applied
		}
	}
	w.code = strings.TrimRight(w.code, " \t\n")
}

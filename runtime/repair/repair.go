// Package repair mends filters without a model: small named rules, each guided by a failure, applied and proved in turn.
package repair

import (
	"go/token"
	"reflect"
	"sort"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
)

// maxRounds bounds the search; no code seen needed more than a third of it.
const maxRounds = 24

// Request is code to repair; Message is the error the executor reported, if there was one.
type Request struct {
	Code      string
	Component source.Component
	Message   string
	Inputs    []sandbox.Input
	Limits    sandbox.Limits
}

// Applied is one rule's change; Explanation is a sentence for the owner of the filter.
type Applied struct {
	Rule        string `json:"rule"`
	Explanation string `json:"explanation"`
	Line        int    `json:"line,omitempty"`
}

// Result is repaired code that runs on every input, or the code as it was and the reason why it was left alone.
type Result struct {
	Code    string
	Sound   bool
	Applied []Applied
	Reason  string
}

// Repair applies rules until the code compiles and runs on every input, or no rule applies.
func Repair(request Request) Result {
	work := &work{request: request, code: request.Code, seen: map[string]bool{request.Code: true}}
	failure := work.observe()
	if failure == nil && request.Message == "" {
		return Result{Code: request.Code, Sound: true}
	}
	if failure = work.mend(request.Inputs); failure != nil {
		return Result{Code: request.Code, Reason: "no rule repairs this honestly: " + failure.Message}
	}
	// Data that broke nothing here may be long; a newly listed symbol's is not. What rules can add for it, they add.
	proven, applied := work.code, len(work.applied)
	if work.mend(shortened(request.Inputs)) != nil || work.changesAnswers() {
		work.code, work.applied = proven, work.applied[:applied]
	}
	if work.changesAnswers() {
		return Result{Code: request.Code, Reason: "every repair found would change answers that were right before"}
	}
	result := Result{Code: work.code, Sound: true, Applied: work.applied}
	if len(result.Applied) == 0 {
		result.Reason = "the reported failure does not occur on this market data"
	}
	return result
}

type work struct {
	request Request
	code    string
	before  []sandbox.Result
	applied []Applied
	seen    map[string]bool
}

// observe notes what the original answers, and returns a failure if there is one. Code that ran into a limit once is
// not run again: no rule shortens a loop whose end its author left open.
func (w *work) observe() *sandbox.Failure {
	runner := w.runner()
	var failure *sandbox.Failure
	for _, input := range w.request.Inputs {
		result := runner.Run(input)
		w.before = append(w.before, result)
		if result.Failure != nil {
			failure = result.Failure
		}
		if hopeless(result.Failure) {
			break
		}
	}
	return failure
}

func hopeless(failure *sandbox.Failure) bool {
	return failure != nil && (failure.Class == sandbox.Timeout || failure.Class == sandbox.Memory)
}

// mend applies rules until the code runs on the inputs; it returns the failure that no rule mends.
func (w *work) mend(inputs []sandbox.Input) *sandbox.Failure {
	for range maxRounds {
		failure := w.diagnose(inputs)
		if failure == nil || hopeless(failure) || !w.apply(*failure) {
			return failure
		}
	}
	return w.diagnose(inputs)
}

// diagnose returns the first failure of the code as it stands, also where there is no input to run it on.
func (w *work) diagnose(inputs []sandbox.Input) *sandbox.Failure {
	if failures := sandbox.Check(w.code, w.request.Component); len(failures) > 0 {
		return &failures[0]
	}
	runner := w.runner()
	for _, input := range inputs {
		if result := runner.Run(input); result.Failure != nil {
			return result.Failure
		}
	}
	return nil
}

func (w *work) runner() *sandbox.Runner {
	return sandbox.NewRunner(w.code, w.request.Component, w.request.Limits)
}

// note tells once of a rule that took two rounds for one place, as markdown around a whole function does.
func (w *work) note(change Applied) {
	if last := len(w.applied) - 1; last < 0 || w.applied[last] != change {
		w.applied = append(w.applied, change)
	}
}

// changesAnswers compares with the original wherever that ran: a repair must not move an answer that was given.
func (w *work) changesAnswers() bool {
	if w.code == w.request.Code {
		return false
	}
	runner := w.runner()
	for i, before := range w.before {
		if before.Failure != nil {
			continue
		}
		after := runner.Run(w.request.Inputs[i])
		if after.Failure != nil || before.Matched != after.Matched || !reflect.DeepEqual(before.Series, after.Series) {
			return true
		}
	}
	return false
}

func (w *work) apply(failure sandbox.Failure) bool {
	program, _ := source.Parse(token.NewFileSet(), w.code, w.request.Component)
	found := finding{Code: w.code, Component: w.request.Component, Failure: failure, Program: program}
	for _, rule := range rules {
		if rule.needsTree && program == nil || rule.compile && failure.Class != sandbox.Compile {
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
		w.note(Applied{rule.name, rule.explanation, lineAt(w.code, edits[0].start)})
		w.code = candidate
		return true
	}
	return false
}

// edit replaces code[start:end] by text.
type edit struct {
	start, end int
	text       string
}

// apply makes edits that do not overlap; of two that do, the first in the code is made.
func apply(code string, edits []edit) string {
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].start < edits[j].start })
	result, done := "", 0
	for _, change := range edits {
		if change.start < done {
			continue
		}
		result += code[done:change.start] + change.text
		done = change.end
	}
	return result + code[done:]
}

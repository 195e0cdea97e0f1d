// Package repair mends filters without a model: small named rules, each guided by a failure, applied and proved in turn.
package repair

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/trader-error-recovery/runtime/compare"
	"github.com/trader-error-recovery/runtime/metering"
	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
	"github.com/trader-error-recovery/runtime/warnings"
)

// Request is code to repair; Message is the error the executor reported, if there was one.
type Request struct {
	Code      string
	Component source.Component
	Message   string
	Inputs    []sandbox.Input
	Limits    metering.Limits
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

// Repair applies rules until the code compiles and runs on every input, or no rule applies. It never returns code that
// changes an answer the original gave, or that only looks sound because it gives up.
func Repair(request Request) Result {
	work := &work{request: request, code: request.Code, seen: map[string]bool{request.Code: true}}
	failure := work.observe()
	if failure == nil && request.Message == "" {
		return Result{Code: request.Code, Sound: true}
	}
	if failure != nil && slices.Contains(beyondRepair, failure.Code) {
		return work.alone(failure.Message)
	}
	if failure = work.mend(failure, request.Inputs); failure != nil {
		return work.alone("no rule repairs this honestly: " + failure.Message)
	}
	// Data that broke nothing here may be long; a newly listed symbol's is not. What rules can add for it, they add.
	proven := *work
	short := work.shortened()
	failure = work.mend(work.diagnose(work.code, short), short)
	if failure != nil || work.changesAnswers() {
		work.code, work.applied = proven.code, proven.applied
	}
	if len(work.applied) == 0 && failure != nil {
		return work.alone("it fails on markets with few candles, and no rule repairs this honestly: " + failure.Message)
	}
	if len(work.applied) == 0 {
		return Result{Code: request.Code, Sound: true, Reason: "the reported failure does not occur on this market data"}
	}
	work.finish()
	if reason := work.dishonest(); reason != "" {
		return work.alone(reason)
	}
	return Result{Code: work.code, Sound: true, Applied: work.applied}
}

// beyondRepair are the failures of what is no code that anybody could have meant.
var beyondRepair = []string{"code_too_long", "not_text", "empty_code", "nested_too_deeply"}

func (w *work) alone(reason string) Result {
	return Result{Code: w.request.Code, Reason: reason}
}

// dishonest says why a repair that runs must not be offered.
func (w *work) dishonest() string {
	if w.changesAnswers() {
		return "every repair found would change answers that were right before"
	}
	if w.alwaysGivesUp() {
		return "the only repair found would say no to every market"
	}
	compared := compare.Compare(w.request.Code, w.code, w.request.Component, nil, w.request.Limits)
	if len(compared.Suppression) > 0 {
		return compared.Suppression[0].Message
	}
	return ""
}

// changesAnswers compares with the original wherever that ran: a repair must not move an answer that was given.
func (w *work) changesAnswers() bool {
	if w.code == w.request.Code {
		return false
	}
	runner := w.runner(w.code)
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

// alwaysGivesUp tells whether a guard that was put in ends the run on every market with enough candles: a guard is for
// the exceptions.
func (w *work) alwaysGivesUp() bool {
	// A value may be missing everywhere: a period may well be longer than any market has candles.
	marked := alarmed(w.code, tooShort, noDivisor, notKnown)
	if marked == w.code {
		return false
	}
	runner, ample := w.runner(marked), 0
	for _, input := range w.request.Inputs {
		if !isAmple(input.MarketData(), w.code) {
			continue
		}
		ample++
		if result := runner.Run(input); result.Failure == nil || result.Failure.Message != alarm {
			return false
		}
	}
	return ample > 0
}

// enoughCandles is how many candles no filter may ask more than; an executor hands out 250 of each timeframe.
const enoughCandles = 150

// isAmple tells whether there are enough candles of every timeframe that the code names.
func isAmple(data *types.MarketData, code string) bool {
	if len(data.Klines) == 0 {
		return false
	}
	for _, interval := range warnings.Timeframes {
		if strings.Contains(code, strconv.Quote(interval)) && len(data.Klines[interval]) < enoughCandles {
			return false
		}
	}
	return true
}

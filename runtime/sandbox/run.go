package sandbox

import (
	"time"

	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
)

// Input makes a fresh copy of one symbol's market data, so that what a filter writes to it stays with that run.
type Input interface {
	Symbol() string
	MarketData() *types.MarketData
}

// Result is the outcome of one run: Matched for a filter, Series for series code, or Failure.
type Result struct {
	Symbol  string
	Steps   int
	Matched bool
	Series  map[string]any
	Failure *Failure
}

// DefaultLimits is what the executor allows: it gives a filter one second and series code five, which here become
// steps, so that the same code on the same data ends the same way on every machine. The clock is three times that.
func DefaultLimits(component source.Component) Limits {
	limits := Limits{Steps: 400_000, Depth: 200, Bytes: 80 << 20, Time: 3 * time.Second}
	if component == source.Series {
		limits.Steps, limits.Time = 2_000_000, 15*time.Second
	}
	return limits
}

// Run compiles the code once and runs it on each input, in order.
func Run(code string, component source.Component, inputs []Input, limits Limits) []Result {
	runner := NewRunner(code, component, limits)
	results := make([]Result, 0, len(inputs))
	for _, input := range inputs {
		results = append(results, runner.Run(input))
	}
	return results
}

// Runner runs the same code on one input after the other. A body has no state of its own that could pass from one run
// to the next: everything it can reach is its argument, which is fresh.
type Runner struct {
	code      string
	component source.Component
	limits    Limits
	plain     *build
	marked    *build // also notes lines; made once a run has failed
}

// NewRunner compiles the code. If that fails, so does every run, in the same way.
func NewRunner(code string, component source.Component, limits Limits) *Runner {
	runner := &Runner{code: code, component: component, limits: limits}
	// The plain code is compiled first, so that its errors are not those of instrumented code.
	if failures := Check(code, component); len(failures) > 0 {
		runner.plain = &build{failure: &failures[0]}
	} else {
		runner.plain = newBuild(code, component, limits, source.Options{})
	}
	return runner
}

// Run runs the code once, on a copy of the input.
func (r *Runner) Run(input Input) Result {
	result := r.plain.run(input)
	if result.Failure == nil || result.Failure.Class != Runtime {
		return result
	}
	// The interpreter cannot say where it failed. Runs are deterministic: the same failure is met again, with lines.
	if r.marked == nil {
		r.marked = newBuild(r.code, r.component, r.limits, source.Options{Lines: true})
	}
	if again := r.marked.run(input); again.Failure != nil && again.Failure.Message == result.Failure.Message {
		result.Failure.Line = again.Failure.Line
	}
	return result
}

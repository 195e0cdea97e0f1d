package sandbox

import (
	"time"

	"github.com/trader-error-recovery/runtime/metering"
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
func DefaultLimits(component source.Component) metering.Limits {
	limits := metering.Limits{Steps: 1_000_000, Depth: 200, Allocated: 256 << 20, Heap: 48 << 20, Time: 3 * time.Second}
	if component == source.Series {
		limits.Steps, limits.Time = 5_000_000, 15*time.Second
	}
	return limits
}

// Run compiles the code once and runs it on each input, in order.
func Run(code string, component source.Component, inputs []Input, limits metering.Limits) []Result {
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
	limits    metering.Limits
	plain     *build
	marked    *build         // also notes where it is; made once a run has failed
	probed    map[int]*build // also notes values before one statement, by its offset
}

// NewRunner compiles the code. If that fails, so does every run, in the same way.
func NewRunner(code string, component source.Component, limits metering.Limits) *Runner {
	runner := &Runner{code: code, component: component, limits: limits, probed: map[int]*build{}}
	runner.plain = runner.build(metering.Options{})
	if runner.plain.failure != nil {
		runner.plain.failure = runner.compileFailure()
	}
	return runner
}

func (r *Runner) build(options metering.Options) *build {
	return newBuild(r.code, r.component, r.limits, func(*source.Program) metering.Options { return options })
}

// compileFailure is what the code as it was written fails with. Code that compiles alone but not with its charges
// cannot be run within limits, and is refused.
func (r *Runner) compileFailure() *Failure {
	if failures := Check(r.code, r.component); len(failures) > 0 {
		return &failures[0]
	}
	failure := r.plain.failure.explained(r.code)
	return &failure
}

// Failure is why the code does not compile, nil if it does.
func (r *Runner) Failure() *Failure { return r.plain.failure }

// RunBlind runs the code once, on a copy of the input, and does not look for the failing statement, which takes another run or two.
func (r *Runner) RunBlind(input Input) Result { return r.plain.run(input) }

// Run runs the code once, on a copy of the input.
func (r *Runner) Run(input Input) Result {
	result := r.RunBlind(input)
	if result.Failure != nil && r.plain.failure == nil {
		located := r.locate(*result.Failure, input).explained(r.code)
		result.Failure = &located
	}
	return result
}

// locate finds the failing statement. The interpreter cannot say where it failed, but runs are deterministic: the same
// failure is met again, with marks, and then once more with the values that the statement was about to use.
func (r *Runner) locate(failure Failure, input Input) Failure {
	if r.marked == nil {
		r.marked = r.build(metering.Options{Marks: true})
	}
	again := r.marked.run(input)
	if again.Failure == nil || again.Failure.Message != failure.Message {
		return failure
	}
	offset := r.marked.meter.Mark
	place := source.PlaceOf(r.code, offset)
	failure.Line, failure.Column = place.Line, place.Column
	if failure.Class == Runtime {
		failure.Values = r.probe(offset, input)
	}
	return failure
}

package sandbox

import (
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
)

// build is instrumented code, compiled.
type build struct {
	component source.Component
	meter     *meter
	filter    func(*types.MarketData) bool
	series    func(*types.MarketData) map[string]interface{}
	failure   *Failure
}

func newBuild(code string, component source.Component, limits Limits, options source.Options) *build {
	made := &build{component: component, meter: newMeter(limits)}
	interpreter := newInterpreter(made.meter)
	program, problems := source.Parse(interpreter.FileSet(), code, component)
	if len(problems) > 0 {
		made.failure = &fromProblems(problems)[0]
		return made
	}
	program.Instrument(options)
	function, failure := compile(interpreter, program)
	if failure != nil {
		made.failure = failure
		return made
	}
	switch function := function.Interface().(type) {
	case func(*types.MarketData) bool:
		made.filter = function
	case func(*types.MarketData) map[string]interface{}:
		made.series = function
	}
	return made
}

func (b *build) run(input Input) (result Result) {
	result.Symbol = input.Symbol()
	if b.failure != nil {
		result.Failure = b.failure
		return result
	}
	data := input.MarketData()
	b.meter.start()
	defer func() {
		result.Steps = b.meter.steps()
		if value := recover(); value != nil {
			failure := panicked(value, b.component, b.meter.line)
			result.Failure = &failure
		}
	}()
	if b.component == source.Series {
		result.Series = plain(b.series(data))
	} else {
		result.Matched = b.filter(data)
	}
	return result
}

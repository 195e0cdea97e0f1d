package sandbox

import (
	"github.com/trader-error-recovery/runtime/metering"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
)

// build is instrumented code, compiled.
type build struct {
	component source.Component
	meter     *metering.Meter
	filter    func(*types.MarketData) bool
	series    func(*types.MarketData) map[string]interface{}
	failure   *Failure
}

// newBuild compiles a program in an interpreter of its own. The options may refer to nodes of the program's tree.
func newBuild(code string, component source.Component, limits metering.Limits, options func(*source.Program) metering.Options) *build {
	made := &build{component: component, meter: metering.New(limits)}
	interpreter := newInterpreter(made.meter)
	program, problems := source.Parse(interpreter.FileSet(), code, component)
	if len(problems) > 0 {
		made.failure = &fromProblems(problems, code)[0]
		return made
	}
	metering.Instrument(program, options(program))
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

// run calls the code once. A limit that was hit counts even if the code caught the panic.
func (b *build) run(input Input) (result Result) {
	result.Symbol = input.Symbol()
	if b.failure != nil {
		result.Failure = b.failure
		return result
	}
	data := input.MarketData()
	b.meter.Start()
	defer func() {
		value := recover()
		result.Steps = b.meter.Steps()
		if limit := b.meter.Stopped(); limit != "" {
			result.fail(limitReached(limit, b.component))
		} else if value != nil {
			result.fail(panicked(value))
		}
	}()
	if b.component == source.Series {
		result.Series = plain(b.series(data))
	} else {
		result.Matched = b.filter(data)
	}
	return result
}

func (r *Result) fail(failure Failure) {
	r.Matched, r.Series, r.Failure = false, nil, &failure
}

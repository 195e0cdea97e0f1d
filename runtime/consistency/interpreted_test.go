package consistency

import (
	"encoding/json"
	"io"
	"testing"
	"time"

	"github.com/traefik/yaegi/interp"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/symbols"
	"github.com/trader-error-recovery/runtime/types"
)

// runInterpreted runs a case in the sandbox, with its metering, and returns a verdict for each market.
func runInterpreted(t *testing.T, c testCase, markets []market) []string {
	t.Helper()
	limits := sandbox.DefaultLimits(c.component)
	limits.Time = 5 * time.Minute // the race detector is slow; steps decide
	inputs := make([]sandbox.Input, len(markets))
	for i := range markets {
		inputs[i] = markets[i]
	}
	var list []string
	for _, result := range sandbox.Run(c.body, c.component, inputs, limits) {
		list = append(list, verdictOf(t, c, result))
	}
	return list
}

func verdictOf(t *testing.T, c testCase, result sandbox.Result) string {
	t.Helper()
	switch {
	case result.Failure == nil && c.component == source.Series:
		return jsonOf(t, result.Series)
	case result.Failure == nil:
		return jsonOf(t, result.Matched)
	case result.Failure.Class == sandbox.Compile:
		t.Logf("%s on %s: %s", c.name, result.Symbol, result.Failure.Message)
		return refused
	case result.Failure.Class == sandbox.Runtime:
		return failed
	}
	return string(result.Failure.Class)
}

func jsonOf(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// free takes no money.
type free struct{}

func (free) Charge(int)   {}
func (free) Allocate(int) {}

// runPlain runs a filter in the interpreter as it is, which is what the executor does.
func runPlain(t *testing.T, c testCase, markets []market) (list []string) {
	t.Helper()
	filter := compilePlain(c)
	for _, market := range markets {
		if filter == nil {
			list = append(list, refused)
			continue
		}
		list = append(list, judge(filter, market.MarketData()))
	}
	return list
}

// compilePlain returns nil for what does not compile, or crashes the interpreter.
func compilePlain(c testCase) (filter func(*types.MarketData) bool) {
	defer func() {
		if recover() != nil {
			filter = nil
		}
	}()
	interpreter := interp.New(interp.Options{Stdout: io.Discard, Stderr: io.Discard})
	if interpreter.Use(symbols.Exports(free{})) != nil {
		return nil
	}
	if _, err := interpreter.Eval(source.Wrap(c.body, c.component)); err != nil {
		return nil
	}
	function, err := interpreter.Eval("main." + c.component.Function())
	if err != nil {
		return nil
	}
	filter, _ = function.Interface().(func(*types.MarketData) bool)
	return filter
}

func judge(filter func(*types.MarketData) bool, data *types.MarketData) (verdict string) {
	defer func() {
		if recover() != nil {
			verdict = failed
		}
	}()
	if filter(data) {
		return "true"
	}
	return "false"
}

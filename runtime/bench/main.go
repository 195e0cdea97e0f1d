// Command bench measures filters natively, so that npm run bench can say what WebAssembly and the budget cost. It reads
// {filters: [code], markets: [MarketData]} from standard input and prints microseconds per run, a number for each filter.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/traefik/yaegi/interp"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/symbols"
	"github.com/trader-error-recovery/runtime/types"
)

const rounds = 31

type request struct {
	Filters []string            `json:"filters"`
	Markets []*types.MarketData `json:"markets"`
}

type result struct {
	Run         []float64 `json:"run_us"`         // in the sandbox, with a copy of the market for each run
	Metered     []float64 `json:"metered_us"`     // in the sandbox, on one market for all runs
	Unmetered   []float64 `json:"unmetered_us"`   // in the interpreter alone, on one market for all runs
	Interpreter []float64 `json:"interpreter_us"` // in the interpreter alone, with a copy of the market for each run
}

func main() {
	if err := measure(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func measure() error {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		return fmt.Errorf("cannot read the filters: %w", err)
	}
	var measured result
	for _, code := range asked.Filters {
		runner := sandbox.NewRunner(code, source.Filter, sandbox.DefaultLimits(source.Filter))
		if failure := runner.Failure(); failure != nil {
			return fmt.Errorf("a filter does not compile: %s", failure.Message)
		}
		plain, err := interpret(code)
		if err != nil {
			return err
		}
		times := microseconds(asked.Markets,
			func(data *types.MarketData) { runner.Run(copied{data}) },
			func(data *types.MarketData) { runner.Run(shared{data}) },
			func(data *types.MarketData) { plain(data) },
			func(data *types.MarketData) { plain(copied{data}.MarketData()) },
		)
		measured.Run = append(measured.Run, times[0])
		measured.Metered = append(measured.Metered, times[1])
		measured.Unmetered = append(measured.Unmetered, times[2])
		measured.Interpreter = append(measured.Interpreter, times[3])
	}
	return json.NewEncoder(os.Stdout).Encode(measured)
}

// microseconds is the median round's time of each way to run, divided by the runs of a round. The ways take turns, so that
// whatever else the machine does meets all of them.
func microseconds(markets []*types.MarketData, ways ...func(*types.MarketData)) []float64 {
	times := make([][]float64, len(ways))
	for range rounds {
		for way, run := range ways {
			started := time.Now()
			for _, data := range markets {
				run(data)
			}
			times[way] = append(times[way], float64(time.Since(started).Nanoseconds())/1e3/float64(len(markets)))
		}
	}
	medians := make([]float64, len(ways))
	for way := range ways {
		slices.Sort(times[way])
		medians[way] = times[way][rounds/2]
	}
	return medians
}

// interpret compiles a filter as the executor does, without a budget.
func interpret(code string) (func(*types.MarketData) bool, error) {
	interpreter := interp.New(interp.Options{Stdout: io.Discard, Stderr: io.Discard})
	if err := interpreter.Use(symbols.Exports(free{})); err != nil {
		return nil, err
	}
	if _, err := interpreter.Eval(source.Wrap(code, source.Filter)); err != nil {
		return nil, err
	}
	value, err := interpreter.Eval("main." + source.Filter.Function())
	if err != nil {
		return nil, err
	}
	function, ok := value.Interface().(func(*types.MarketData) bool)
	if !ok {
		return nil, fmt.Errorf("a filter compiles to %s", value.Type())
	}
	return function, nil
}

// free takes no money.
type free struct{}

func (free) Charge(int)   {}
func (free) Allocate(int) {}

// copied hands out copies, as the sandbox asks for.
type copied struct{ data *types.MarketData }

func (c copied) Symbol() string { return c.data.Symbol }

func (c copied) MarketData() *types.MarketData {
	data := *c.data
	data.Klines = make(map[string][]types.Kline, len(c.data.Klines))
	for interval, klines := range c.data.Klines {
		data.Klines[interval] = slices.Clone(klines)
	}
	return &data
}

// shared hands out the original: what is measured are filters that write nothing.
type shared struct{ data *types.MarketData }

func (s shared) Symbol() string { return s.data.Symbol }

func (s shared) MarketData() *types.MarketData { return s.data }

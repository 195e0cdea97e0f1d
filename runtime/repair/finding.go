package repair

import (
	"strings"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
)

// finding is what a rule is asked about: the code, how it fails and, where it parses, its syntax tree.
type finding struct {
	Code      string
	Component source.Component
	Failure   sandbox.Failure
	Program   *source.Program
}

// rule is one kind of repair. Its edits are none where it does not apply.
type rule struct {
	name        string
	explanation string
	needsTree   bool // applies only to code that parses
	compile     bool // applies only to code that does not compile
	edits       func(finding) []edit
}

// rules are tried in this order; those that make code readable come before those that need its tree.
var rules = []rule{
	codeFence,
	unknownFunction,
	wholePower,
	missingImport,
	numberAsSlice,
	numberAsPointer,
	pointerDereference,
	missingNilCheck,
	missingLengthCheck,
}

// giveUp is the statement of a guard: what the code answers for data it cannot judge.
func (f finding) giveUp() string {
	if f.Component == source.Series {
		return "return map[string]interface{}{}"
	}
	return "return false"
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

// cut is an input with only the last few candles of each timeframe, as of a newly listed symbol.
type cut struct {
	sandbox.Input
	candles int
}

func (c cut) MarketData() *types.MarketData {
	data := c.Input.MarketData()
	for interval, klines := range data.Klines {
		data.Klines[interval] = klines[max(0, len(klines)-c.candles):]
	}
	return data
}

// bare is an input without any timeframe.
type bare struct{ sandbox.Input }

func (b bare) MarketData() *types.MarketData {
	data := b.Input.MarketData()
	data.Klines = map[string][]types.Kline{}
	return data
}

func shortened(inputs []sandbox.Input) []sandbox.Input {
	if len(inputs) == 0 {
		return nil
	}
	return []sandbox.Input{cut{inputs[0], 30}, cut{inputs[0], 10}, cut{inputs[0], 1}, bare{inputs[0]}}
}

package repair

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trader-error-recovery/runtime/metering"
	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
)

// market is a symbol with candles whose closes rise by 1 from 1, of 5m alone if nothing else is said.
type market struct {
	candles    int
	timeframes []string
}

func (m market) Symbol() string { return "TESTUSDT" }

func (m market) MarketData() *types.MarketData {
	klines := map[string][]types.Kline{}
	for _, timeframe := range m.timeframes {
		klines[timeframe] = rising(m.candles)
	}
	if m.timeframes == nil {
		klines["5m"] = rising(m.candles)
	}
	return &types.MarketData{
		Symbol:    "TESTUSDT",
		Ticker:    &types.SimplifiedTicker{LastPrice: 1, PriceChangePercent: 2, QuoteVolume: 3},
		Klines:    klines,
		Timestamp: time.Unix(0, 0),
	}
}

func rising(count int) []types.Kline {
	klines := make([]types.Kline, count)
	for i := range klines {
		price := float64(i + 1)
		klines[i] = types.Kline{Open: price - 1, High: price + 1, Low: price - 1, Close: price, Volume: 10}
	}
	return klines
}

// limits are low enough for loops without an end under the race detector, where steps decide and not the clock.
func limits(component source.Component) metering.Limits {
	limits := sandbox.DefaultLimits(component)
	limits.Steps, limits.Time = 50_000, time.Minute
	return limits
}

// repaired repairs code, and runs what is called sound.
func repaired(t *testing.T, code string, component source.Component, inputs []sandbox.Input) Result {
	t.Helper()
	result := Repair(Request{Code: code, Component: component, Inputs: inputs, Limits: limits(component)})
	if result.Sound {
		for _, outcome := range sandbox.Run(result.Code, component, inputs, limits(component)) {
			if outcome.Failure != nil {
				t.Errorf("called sound, but fails: %s\n%s", outcome.Failure.Message, result.Code)
			}
		}
	}
	return result
}

func repairFilter(t *testing.T, code string, inputs []sandbox.Input) Result {
	t.Helper()
	return repaired(t, code, source.Filter, inputs)
}

// repairCase is code that a rule mends, or leaves: to the letter if nothing is wanted, or a text that it has to keep
// while others mend what is around it.
type repairCase struct {
	name, code, want, kept string
	candles                []int // of one input each; 250 if none is given
	timeframes             []string
	component              source.Component
}

func (c repairCase) inputs() []sandbox.Input {
	if c.candles == nil {
		return []sandbox.Input{market{250, c.timeframes}}
	}
	inputs := make([]sandbox.Input, len(c.candles))
	for i, count := range c.candles {
		inputs[i] = market{count, c.timeframes}
	}
	return inputs
}

// checkRule expects a rule to be used for each case that wants something, and for no other.
func checkRule(t *testing.T, rule string, cases []repairCase) {
	t.Helper()
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			component := source.Filter
			if test.component != "" {
				component = test.component
			}
			result := repaired(t, test.code, component, test.inputs())
			used := slices.ContainsFunc(result.Applied, func(applied Applied) bool { return applied.Rule == rule })
			switch {
			case test.kept != "":
				if used || !result.Sound || !strings.Contains(result.Code, test.kept) {
					t.Errorf("sound %t, reason %q, %v, got\n%s\nwhich had to keep\n%s", result.Sound, result.Reason, result.Applied, result.Code, test.kept)
				}
			case test.want == "":
				if result.Code != test.code || result.Sound || result.Reason == "" || len(result.Applied) > 0 {
					t.Errorf("not left alone: %v, got\n%s", result.Applied, result.Code)
				}
			case result.Code != test.want || !result.Sound || !used:
				t.Errorf("sound %t, reason %q, %v, got\n%s\nwant\n%s", result.Sound, result.Reason, result.Applied, result.Code, test.want)
			}
		})
	}
}

func TestRepairLeavesAloneWhatNoRuleKnows(t *testing.T) {
	t.Parallel()
	checkRule(t, "", []repairCase{
		{name: "a loop without an end", code: "for {\n}"},
		{name: "a sentence", code: "Buy when the price is low and sell when it is high"},
		{name: "another language", code: "SELECT close FROM klines WHERE close > 5 ORDER BY time DESC LIMIT 1;"},
		{name: "a panic of its own and nothing else", code: `panic("boom")`},
		{name: "nothing at all", code: ""},
		{name: "bytes that are no text", code: "return true\xff"},
	})
}

func TestRepairDoesNotTouchCodeThatRuns(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		`k := data.Klines["5m"]; return len(k) > 0 && k[len(k)-1].Close > 1`,
		`return data.Ticker.LastPrice > 0.5 // spaces at the end  ` + "\n\n",
		"unused := 1\nreturn data.Symbol == \"TESTUSDT\"",
	} {
		result := repairFilter(t, code, []sandbox.Input{market{10, nil}})
		if result.Code != code || !result.Sound || len(result.Applied) > 0 || result.Reason != "" {
			t.Errorf("got %+v", result)
		}
	}
}

func TestRepairSaysWhenAReportedFailureDoesNotOccur(t *testing.T) {
	t.Parallel()
	result := Repair(Request{
		Code: "return true", Component: source.Filter, Message: "reflect: slice index out of range",
		Inputs: []sandbox.Input{market{10, nil}}, Limits: limits(source.Filter),
	})
	if result.Code != "return true" || !result.Sound || result.Reason == "" || len(result.Applied) > 0 {
		t.Errorf("got %+v", result)
	}
}

// A failure that was reported occurs on markets that are not at hand: with fewer candles, it does here too.
func TestRepairMendsAReportedFailureOnShorterMarkets(t *testing.T) {
	t.Parallel()
	code := "k := data.Klines[\"5m\"]\nreturn k[len(k)-20].Close > 1"
	result := Repair(Request{
		Code: code, Component: source.Filter, Message: "reflect: slice index out of range",
		Inputs: []sandbox.Input{market{250, nil}}, Limits: limits(source.Filter),
	})
	want := "k := data.Klines[\"5m\"]\nif len(k) < 20 {\n\treturn false // too few candles\n}\nreturn k[len(k)-20].Close > 1"
	if result.Code != want || !result.Sound {
		t.Errorf("sound %t, got\n%s", result.Sound, result.Code)
	}
}

// The guard that short candles need would turn a verdict that was given before: with no candles the first condition
// already says yes.
func TestRepairKeepsEveryAnswerThatWasGiven(t *testing.T) {
	t.Parallel()
	code := `k := data.Klines["5m"]
return len(k) == 0 || k[len(k)-20].Close > 1`
	inputs := []sandbox.Input{market{0, nil}, market{10, nil}, market{250, nil}}
	if result := repairFilter(t, code, inputs); result.Code != code || result.Sound {
		t.Errorf("got %+v", result)
	}
}

// Found by the fuzzer.
func TestRepairStandsNamesThatNothingDeclares(t *testing.T) {
	t.Parallel()
	defer func() {
		if value := recover(); value != nil {
			t.Errorf("panicked: %v", value)
		}
	}()
	code := "i += 1\nreturn data.Ticker.LastPrice[last] > 1"
	if result := repairFilter(t, code, []sandbox.Input{market{10, nil}}); result.Code != code || result.Sound {
		t.Errorf("got %+v", result)
	}
}

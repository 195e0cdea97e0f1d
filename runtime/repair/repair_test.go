package repair

import (
	"slices"
	"testing"
	"time"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
)

// market is a symbol with candles whose closes rise by 1 from 1.
type market struct{ candles int }

func (m market) Symbol() string { return "TESTUSDT" }

func (m market) MarketData() *types.MarketData {
	klines := make([]types.Kline, m.candles)
	for i := range klines {
		price := float64(i + 1)
		klines[i] = types.Kline{Open: price - 1, High: price + 1, Low: price - 1, Close: price, Volume: 10}
	}
	return &types.MarketData{
		Symbol:    "TESTUSDT",
		Ticker:    &types.SimplifiedTicker{LastPrice: 1, PriceChangePercent: 2, QuoteVolume: 3},
		Klines:    map[string][]types.Kline{"5m": klines},
		Timestamp: time.Unix(0, 0),
	}
}

func repairFilter(t *testing.T, code string, inputs []sandbox.Input) Result {
	t.Helper()
	result := Repair(Request{
		Code: code, Component: source.Filter, Inputs: inputs, Limits: sandbox.DefaultLimits(source.Filter),
	})
	if result.Sound {
		for _, outcome := range sandbox.Run(result.Code, source.Filter, inputs, sandbox.DefaultLimits(source.Filter)) {
			if outcome.Failure != nil {
				t.Errorf("called sound, but fails: %s\n%s", outcome.Failure.Message, result.Code)
			}
		}
	}
	return result
}

type repairCase struct {
	name, code, want string
	candles          int // of the only input
}

// checkRule expects a rule to be used for each case; a case without want is left alone, whatever the rules.
func checkRule(t *testing.T, rule string, cases []repairCase) {
	t.Helper()
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			result := repairFilter(t, test.code, []sandbox.Input{market{test.candles}})
			if test.want == "" {
				if result.Code != test.code || result.Sound || result.Reason == "" || len(result.Applied) > 0 {
					t.Errorf("not left alone: %+v", result)
				}
				return
			}
			used := slices.ContainsFunc(result.Applied, func(applied Applied) bool { return applied.Rule == rule })
			if result.Code != test.want || !result.Sound || !used {
				t.Errorf("sound %t, reason %q, %v, got\n%s\nwant\n%s", result.Sound, result.Reason, result.Applied, result.Code, test.want)
			}
		})
	}
}

func TestRepairLeavesAlone(t *testing.T) {
	t.Parallel()
	checkRule(t, "", []repairCase{
		{name: "a loop without an end", code: "for {\n}", candles: 10},
		{name: "another language", code: "const klines = data.klines['5m'];\nreturn klines.length > 3;", candles: 10},
		{name: "a panic of its own", code: `panic("boom")`, candles: 10},
	})
}

func TestRepairDoesNotTouchCodeThatRuns(t *testing.T) {
	t.Parallel()
	code := `k := data.Klines["5m"]; return k[len(k)-1].Close > 1`
	result := repairFilter(t, code, []sandbox.Input{market{10}})
	if result.Code != code || !result.Sound || len(result.Applied) > 0 || result.Reason != "" {
		t.Errorf("got %+v", result)
	}
}

func TestRepairSaysWhenAReportedFailureDoesNotOccur(t *testing.T) {
	t.Parallel()
	result := Repair(Request{
		Code: "return true", Component: source.Filter, Message: "reflect: slice index out of range",
		Inputs: []sandbox.Input{market{10}}, Limits: sandbox.DefaultLimits(source.Filter),
	})
	if !result.Sound || result.Reason == "" || len(result.Applied) > 0 {
		t.Errorf("got %+v", result)
	}
}

// The guard that short candles need would turn a verdict that was given before: with no candles the first condition
// already says yes.
func TestRepairKeepsEveryAnswerThatWasGiven(t *testing.T) {
	t.Parallel()
	code := `k := data.Klines["5m"]
return len(k) == 0 || k[len(k)-20].Close > 1`
	inputs := []sandbox.Input{market{0}, market{10}, market{250}}
	if result := repairFilter(t, code, inputs); result.Code != code || result.Sound {
		t.Errorf("got %+v", result)
	}
}

func TestRepairOfSeriesAnswersWithAnEmptyObject(t *testing.T) {
	t.Parallel()
	code := "k := data.Klines[\"1h\"]\nreturn map[string]interface{}{\"close\": k[len(k)-1].Close}"
	want := "k := data.Klines[\"1h\"]\nif len(k) < 1 {\n\treturn map[string]interface{}{}\n}\nreturn map[string]interface{}{\"close\": k[len(k)-1].Close}"
	result := Repair(Request{
		Code: code, Component: source.Series, Inputs: []sandbox.Input{market{10}}, Limits: sandbox.DefaultLimits(source.Series),
	})
	if result.Code != want || !result.Sound {
		t.Errorf("sound %t, got\n%s", result.Sound, result.Code)
	}
}

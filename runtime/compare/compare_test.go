package compare

import (
	"slices"
	"testing"
	"time"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
)

// market is a symbol with candles whose last close is the given one.
type market struct {
	candles int
	last    float64
}

func (market) Symbol() string { return "TESTUSDT" }

func (m market) MarketData() *types.MarketData {
	klines := make([]types.Kline, m.candles)
	for i := range klines {
		klines[i] = types.Kline{Open: 1, High: 3, Low: 1, Close: 2, Volume: 1}
	}
	if m.candles > 0 {
		klines[m.candles-1].Close = m.last
	}
	return &types.MarketData{
		Symbol: "TESTUSDT", Ticker: &types.SimplifiedTicker{LastPrice: m.last}, Klines: map[string][]types.Kline{"5m": klines}, Timestamp: time.Unix(0, 0),
	}
}

func comparing(original, candidate string, inputs ...sandbox.Input) Comparison {
	return Compare(original, candidate, source.Filter, inputs, sandbox.DefaultLimits(source.Filter))
}

func TestCompareTellsEachChange(t *testing.T) {
	t.Parallel()
	got := comparing(
		"k := data.Klines[\"5m\"]\nif len(k) == 7 {\n\tpanic(\"x\")\n}\nreturn k[len(k)-1].Close > 1",
		"k := data.Klines[\"5m\"]\nif len(k) == 7 {\n\treturn false\n}\nif len(k) == 8 {\n\tpanic(\"y\")\n}\nreturn len(k) > 0 && k[len(k)-1].Close > 5",
		market{5, 9}, market{6, 2}, market{7, 1}, market{8, 1}, market{0, 0},
	)
	var changes []Change
	for _, pair := range got.Inputs {
		changes = append(changes, pair.Change)
	}
	if want := []Change{Equal, Changed, Fixed, Broken, Fixed}; !slices.Equal(changes, want) {
		t.Errorf("got %v, want %v", changes, want)
	}
	if want := (Summary{Inputs: 5, Equal: 1, Changed: 1, Fixed: 2, Broken: 1}); got.Summary != want {
		t.Errorf("got %+v, want %+v", got.Summary, want)
	}
	if want := (Matches{Original: 2, OriginalRan: 3, Candidate: 1, CandidateRan: 4}); got.Matches != want {
		t.Errorf("got %+v, want %+v", got.Matches, want)
	}
	if got.Cost.Original.StepsTotal == 0 || got.Cost.Candidate.StepsMax == 0 || got.SameSyntax {
		t.Errorf("got %+v", got)
	}
}

func TestCompareCatchesSuppression(t *testing.T) {
	t.Parallel()
	const guarded = "k := data.Klines[\"5m\"]\nif len(k) < 20 {\n\treturn false\n}\n"
	for _, test := range []struct{ name, original, candidate, code string }{
		{"always no", "k := data.Klines[\"5m\"]\nreturn k[0].Close > 1", "return false", "constant_verdict"},
		{"always yes", guarded + "return k[0].Close > 1", "return true", "constant_verdict"},
		{"no whatever the condition", guarded + "return k[0].Close > 1", guarded + "return k[0].Close > 1 && false", "constant_verdict"},
		{"no by both ways", guarded + "return k[0].Close > 1", "k := data.Klines[\"5m\"]\nif k[0].Close > 1 {\n\treturn false\n}\nreturn false", "constant_verdict"},
		{"yes by a constant", guarded + "return k[0].Close > 1", "const ok = true\nk := data.Klines[\"5m\"]\nif k[0].Close > 1 {\n\treturn ok\n}\nreturn ok", "constant_verdict"},
		{"only guards left", guarded + "return k[0].Close > 1", guarded + "return true", "data_unused"},
		{"numbers of its own", guarded + "return k[0].Close > 1", "x := 3.0\nreturn x > 1", "data_unused"},
		{"recover", guarded + "return k[0].Close > 1", "defer func() { recover() }()\nk := data.Klines[\"5m\"]\nreturn k[0].Close > 1", "recover_used"},
		{"one of two conditions", guarded + "return k[0].Close > 1 && k[0].Volume > 500", guarded + "return k[0].Close > 1", "condition_dropped"},
		{"a threshold moved", guarded + "rsi := indicators.GetLatestRSI(k, 14)\nreturn rsi < 30", guarded + "rsi := indicators.GetLatestRSI(k, 14)\nreturn *rsi < 99", "condition_dropped"},
		{"a direction turned", guarded + "rsi := indicators.GetLatestRSI(k, 14)\nreturn rsi < 30", guarded + "rsi := indicators.GetLatestRSI(k, 14)\nreturn *rsi > 30", "condition_dropped"},
		{"one of two that are alike", guarded + "a, b := k[0], k[1]\nreturn a.Close > a.Open && b.Close > b.Open", guarded + "a := k[0]\nreturn a.Close > a.Open", "condition_dropped"},
		{"a threshold of another language", "return data.klines['5m'].close > 70 && rsi < 30;", guarded + "return k[0].Close > 70", "condition_dropped"},
		{"a text", guarded + "return data.Symbol == \"A\" && k[0].Close > 1", guarded + "return k[0].Close > 1", "condition_dropped"},
	} {
		found := comparing(test.original, test.candidate).Suppression
		if !slices.ContainsFunc(found, func(finding Finding) bool { return finding.Code == test.code && finding.Message != "" }) {
			t.Errorf("%s: got %+v, want %s", test.name, found, test.code)
		}
	}
}

func TestCompareLetsHonestRepairsPass(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, original, candidate string }{
		{"guard", "k := data.Klines[\"5m\"]\nreturn k[len(k)-20].Close > 1", "k := data.Klines[\"5m\"]\nif len(k) < 20 {\n\treturn false\n}\nreturn k[len(k)-20].Close > 1"},
		{"dereference", "m := indicators.CalculateMA(data.Klines[\"5m\"], 20)\nreturn m > 5", "m := indicators.CalculateMA(data.Klines[\"5m\"], 20)\nif m == nil {\n\treturn false\n}\nreturn *m > 5"},
		{"another name", "return *indicators.GetLatestMA(data.Klines[\"5m\"], 20) > 5", "m := indicators.CalculateMA(data.Klines[\"5m\"], 20)\nreturn m != nil && *m > 5"},
		{"turned around", "m := 1.0\nreturn 30 < data.Ticker.LastPrice && m < 2", "m := 1.0\nreturn data.Ticker.LastPrice > 30 && 2 > m"},
		{"number as list", "s := indicators.CalculateStochastic(data.Klines[\"5m\"], 14, 3)\nif s == nil || len(s.K) == 0 {\n\treturn false\n}\nreturn s.K[len(s.K)-1] < 20", "s := indicators.CalculateStochastic(data.Klines[\"5m\"], 14, 3)\nif s == nil {\n\treturn false\n}\nreturn s.K < 20"},
		{"math written out", "return math.Abs(data.Ticker.PriceChangePercent) > 3", "abs := func(x float64) float64 {\n\tif x < 0 {\n\t\treturn -x\n\t}\n\treturn x\n}\nreturn abs(data.Ticker.PriceChangePercent) > 3"},
		{"chained", "x := data.Ticker.LastPrice\nreturn 30 < x < 50", "x := data.Ticker.LastPrice\nreturn 30 < x && x < 50"},
		{"power", "x := data.Ticker.LastPrice\nreturn x < (x * 0.02) ** 2", "x := data.Ticker.LastPrice\nreturn x < ((x * 0.02) * (x * 0.02))"},
		{"loop shortened", "k := data.Klines[\"5m\"]\nn := 0\nfor i := 0; i <= len(k); i++ {\n\tif k[i].Close > 1 {\n\t\tn++\n\t}\n}\nreturn n > 3", "k := data.Klines[\"5m\"]\nn := 0\nfor i := 0; i < len(k); i++ {\n\tif k[i].Close > 1 {\n\t\tn++\n\t}\n}\nreturn n > 3"},
		{"markdown", "```go\nreturn data.Ticker.LastPrice > 30\n```", "return data.Ticker.LastPrice > 30"},
		{"another language", "const k = data.klines['5m'];\nif (k.length < 20) return false;\nreturn k[k.length-1].close > 3.50;", "k := data.Klines[\"5m\"]\nif len(k) < 30 {\n\treturn false\n}\nreturn k[len(k)-1].Close > 3.5"},
		{"number compared with nil", "v := indicators.CalculateVWAP(data.Klines[\"5m\"])\nreturn v != nil && v > 2", "v := indicators.CalculateVWAP(data.Klines[\"5m\"])\nreturn v > 2"},
		{"counting in a closure", "k := data.Klines[\"5m\"]\nup := func(c types.Kline) bool { return c.Close > c.Open }\nn := 0\nfor i := range k {\n\tif up(k[i+1]) {\n\t\tn++\n\t}\n}\nreturn n > 3", "k := data.Klines[\"5m\"]\nup := func(c types.Kline) bool { return c.Close > c.Open }\nn := 0\nfor i := range k {\n\tif i >= len(k)-1 {\n\t\tcontinue\n\t}\n\tif up(k[i+1]) {\n\t\tn++\n\t}\n}\nreturn n > 3"},
		{"always no before", "return false", "return false // still"},
	} {
		if found := comparing(test.original, test.candidate).Suppression; len(found) > 0 {
			t.Errorf("%s: got %+v", test.name, found)
		}
	}
}

func TestMatchRates(t *testing.T) {
	t.Parallel()
	var inputs []sandbox.Input
	for i := range 20 {
		inputs = append(inputs, market{5, float64(i)})
	}
	const above = "return data.Ticker.LastPrice > "
	for _, test := range []struct{ original, candidate, code string }{
		{above + "9.5", above + "17.5", "match_rate_collapsed"},
		{above + "17.5", above + "3.5", "match_rate_exploded"},
		{above + "9.5", above + "99.5", "constant_verdict"},
		{above + "9.5", above + "7.5", ""},
		{above + "18.5", above + "99.5", ""},
	} {
		found := suppressedInAnswers(comparing(test.original, test.candidate, inputs...).Inputs)
		got := ""
		if len(found) > 0 {
			got = found[0].Code
		}
		if got != test.code {
			t.Errorf("%s to %s: got %q, want %q", test.original, test.candidate, got, test.code)
		}
	}
}

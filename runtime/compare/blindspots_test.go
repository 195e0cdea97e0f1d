package compare

import (
	"slices"
	"testing"
)

const crossing = "k := data.Klines[\"5m\"]\nif len(k) < 20 {\n\treturn false\n}\nfast := indicators.CalculateEMA(k, 9)\nslow := indicators.CalculateEMA(k, 21)\nrising := k[len(k)-1].Close > k[len(k)-2].Close\nloud := k[len(k)-1].Volume > 500\nreturn *fast > *slow && rising && loud"

func TestCompareSeesBehindWhatIsWritten(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, original, candidate, code string }{
		{"an answer before all else", crossing, "return false\n" + crossing, "constant_verdict"},
		{"an answer under a condition that always holds", crossing, "if 1 < 2 {\n\treturn false\n}\n" + crossing, "constant_verdict"},
		{"a length that no market has", crossing, "if len(data.Klines[\"5m\"]) < 100000 {\n\treturn false\n}\n" + crossing, "constant_verdict"},
		{"a length that every market has", crossing, "if len(data.Klines) >= 0 {\n\treturn false\n}\n" + crossing, "constant_verdict"},
		{"a condition that nobody reads", crossing, "k := data.Klines[\"5m\"]\nfast := indicators.CalculateEMA(k, 9)\nslow := indicators.CalculateEMA(k, 21)\nrising := k[len(k)-1].Close > k[len(k)-2].Close\nloud := k[len(k)-1].Volume > 500\n_ = loud\nreturn *fast > *slow && rising", "condition_dropped"},
		{"two indicators turned", crossing, "k := data.Klines[\"5m\"]\nfast := indicators.CalculateEMA(k, 9)\nslow := indicators.CalculateEMA(k, 21)\nrising := k[len(k)-1].Close > k[len(k)-2].Close\nloud := k[len(k)-1].Volume > 500\nreturn *fast < *slow && rising && loud", "condition_dropped"},
		{"two candles turned", "k := data.Klines[\"5m\"]\nreturn k[9].Close > k[8].Close", "k := data.Klines[\"5m\"]\nreturn len(k) > 9 && k[9].Close < k[8].Close", "condition_dropped"},
		{"another period", "return *indicators.GetLatestRSI(data.Klines[\"5m\"], 14) > 50", "r := indicators.GetLatestRSI(data.Klines[\"5m\"], 2)\nreturn r != nil && *r > 50", "condition_dropped"},
		{"a condition of fenced code", "```go\nreturn data.Ticker.LastPrice > 30 && data.Ticker.LastPrice < 50\n```", "return data.Ticker.LastPrice > 30", "condition_dropped"},
		{"a condition of a whole function", "func evaluate(data *types.MarketData) bool {\n\treturn data.Ticker.LastPrice > 30 && data.Ticker.LastPrice < 50\n}", "return data.Ticker.LastPrice > 30", "condition_dropped"},
	} {
		found := comparing(test.original, test.candidate).Suppression
		if !slices.ContainsFunc(found, func(finding Finding) bool { return finding.Code == test.code }) {
			t.Errorf("%s: got %+v, want %s", test.name, found, test.code)
		}
	}
}

func TestCompareTakesNoAlarmAtOtherSpellings(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, original, candidate string }{
		{"pointers dereferenced on both sides", "k := data.Klines[\"5m\"]\nfast := indicators.CalculateEMA(k, 9)\nslow := indicators.CalculateEMA(k, 21)\nreturn fast > slow", "k := data.Klines[\"5m\"]\nfast := indicators.CalculateEMA(k, 9)\nslow := indicators.CalculateEMA(k, 21)\nif fast == nil || slow == nil {\n\treturn false\n}\nreturn *fast > *slow"},
		{"sides exchanged with the sign", "a, b := data.Ticker.LastPrice, data.Ticker.QuoteVolume\nreturn a > b", "a, b := data.Ticker.LastPrice, data.Ticker.QuoteVolume\nreturn b < a"},
		{"a period in a variable", "return *indicators.GetLatestRSI(data.Klines[\"5m\"], 14) > 50", "period := 14\nr := indicators.GetLatestRSI(data.Klines[\"5m\"], period)\nreturn r != nil && *r > 50"},
		{"a period as a slice of candles", "k := data.Klines[\"5m\"]\nreturn indicators.CalculateVWAP(k, 48) > 5", "k := data.Klines[\"5m\"]\nif len(k) < 48 {\n\treturn false\n}\nreturn indicators.CalculateVWAP(k[len(k)-48:]) > 5"},
		{"one parameter too many left out", "s := indicators.CalculateStochastic(data.Klines[\"5m\"], 14, 3, 3)\nreturn s.K > 20", "s := indicators.CalculateStochastic(data.Klines[\"5m\"], 14, 3)\nreturn s != nil && s.K > 20"},
		{"no parameter at all", "return *indicators.GetLatestRSI() > 50", "r := indicators.GetLatestRSI(data.Klines[\"5m\"], 14)\nreturn r != nil && *r > 50"},
		{"a variable nobody reads removed", "x := data.Ticker.LastPrice > 7\nreturn data.Ticker.LastPrice > 30", "return data.Ticker.LastPrice > 30.0"},
	} {
		if found := comparing(test.original, test.candidate).Suppression; len(found) > 0 {
			t.Errorf("%s: got %+v", test.name, found)
		}
	}
}

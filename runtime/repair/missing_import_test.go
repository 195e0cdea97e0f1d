package repair

import "testing"

func TestMissingImport(t *testing.T) {
	t.Parallel()
	checkRule(t, "missing-import", []repairCase{
		{"absolute value", `change := data.Ticker.PriceChangePercent
return math.Abs(change) > 1`, `mathAbs := func(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
change := data.Ticker.PriceChangePercent
return mathAbs(change) > 1`, 250},
		{"no exact equivalent", `return math.Log(data.Ticker.LastPrice) > 1`, "", 10},
		{"suffix", `return strings.HasSuffix(data.Symbol, "USDT")`, `stringsHasSuffix := func(text, suffix string) bool {
	return len(text) >= len(suffix) && text[len(text)-len(suffix):] == suffix
}
return stringsHasSuffix(data.Symbol, "USDT")`, 10},
	})
}

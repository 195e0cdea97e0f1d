package repair

import "testing"

func TestNilMapsAreCreated(t *testing.T) {
	t.Parallel()
	checkRule(t, "nil-map", []repairCase{
		{name: "table only declared", code: `var counts map[string]int
for _, k := range data.Klines["5m"] {
	if k.Close > k.Open {
		counts["up"]++
	}
}
return counts["up"] > 100`, want: `var counts map[string]int = map[string]int{}
for _, k := range data.Klines["5m"] {
	if k.Close > k.Open {
		counts["up"]++
	}
}
return counts["up"] > 100`},
		{name: "table within a table", code: `totals := map[string]map[string]float64{}
totals["5m"]["volume"] = data.Ticker.QuoteVolume
return totals["5m"]["volume"] > 2`, want: `totals := map[string]map[string]float64{}
if totals["5m"] == nil {
	totals["5m"] = map[string]float64{}
}
totals["5m"]["volume"] = data.Ticker.QuoteVolume
return totals["5m"]["volume"] > 2`},
		{name: "table within a list of values", code: `var seen map[int]bool
seen[1] = true
return seen[1]`, want: `var seen map[int]bool = map[int]bool{}
seen[1] = true
return seen[1]`},
		{name: "a table that exists stays", code: `counts := map[string]int{}
counts["up"]++
return math.Abs(float64(counts["up"])) > 0`, kept: "counts := map[string]int{}"},
		{name: "candles of a symbol are not made up", code: `var data2 *types.MarketData
data2.Klines["5m"] = nil
return true`},
	})
}

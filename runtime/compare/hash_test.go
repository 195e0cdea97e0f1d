package compare

import (
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

func hash(code string) string { return SyntaxHash(code, source.Filter) }

func TestSyntaxHashIsTheSameInOtherClothes(t *testing.T) {
	t.Parallel()
	const code = "k := data.Klines[\"5m\"]\nsum := 0.5\nfor i, c := range k {\n\tif c.Close > sum*(2+1) {\n\t\tsum += float64(i)\n\t}\n}\nreturn sum > 1.50"
	for name, other := range map[string]string{
		"comments":    "// a filter\nk := data.Klines[\"5m\"] // candles\nsum := 0.5\nfor i, c := range k {\n\tif c.Close > sum*(2+1) {\n\t\tsum += float64(i)\n\t}\n}\nreturn sum > 1.50",
		"formatting":  "k:=data.Klines[\"5m\"]; sum:=0.5\n\n\nfor i,c:=range k { if c.Close>sum*(2+1) { sum+=float64(i) } }\nreturn sum>1.50",
		"names":       "klines := data.Klines[\"5m\"]\ntotal := 0.5\nfor n, candle := range klines {\n\tif candle.Close > total*(2+1) {\n\t\ttotal += float64(n)\n\t}\n}\nreturn total > 1.50",
		"parentheses": "k := (data.Klines)[\"5m\"]\nsum := 0.5\nfor i, c := range k {\n\tif (c.Close > (sum * (2 + 1))) {\n\t\tsum += float64(i)\n\t}\n}\nreturn (sum > 1.50)",
		"numbers":     "k := data.Klines[\"5m\"]\nsum := .5\nfor i, c := range k {\n\tif c.Close > sum*(2+1) {\n\t\tsum += float64(i)\n\t}\n}\nreturn sum > 1.5",
	} {
		if hash(other) != hash(code) {
			t.Errorf("%s change the hash", name)
		}
	}
}

func TestSyntaxHashDiffersWhereTheMeaningDoes(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, code := range []string{
		"a, b := 1.0, 2.0\nreturn a > b", "a, b := 1.0, 2.0\nreturn b > a", "a, b := 1.0, 2.0\nreturn a > a", "a, b := 2.0, 1.0\nreturn a > b",
		"a := 1\nif true {\n\ta := 2\n\t_ = a\n}\nreturn a > 1", "a := 1\nif true {\n\ta = 2\n\t_ = a\n}\nreturn a > 1",
		"return 1 > 2", "return 1 > 2.0", "return 1 >= 2", "return (1-2)-3 > 0", "return 1-(2-3) > 0", "return !(1 > 2)",
		"x := []int{1}\nreturn len(x[1:]) > 0", "x := []int{1}\nreturn len(x[:1]) > 0", "for {\n}", "for true {\n}",
		"return data.Ticker.LastPrice > 1", "return data.Ticker.QuoteVolume > 1", "return data.Symbol == \"a\"", "return data.Symbol == \"b\"",
		"const k = data.x;", "const k = data.y;", "no code", "", "return indicators.CalculateMA(nil, 1) == nil", "return indicators.CalculateEMA(nil, 1) == nil",
		"Open := 1.0\nk := types.Kline{Open: 2}\nreturn k.Open > Open", "Close := 1.0\nk := types.Kline{Close: 2}\nreturn k.Open > Close",
		"type s struct{ a, b int }\nx := s{1, 2}\nreturn x.a > 1", "type s struct{ b, a int }\nx := s{1, 2}\nreturn x.a > 1",
		"for i := range data.Klines[\"5m\"] {\n\t_ = i\n}\nreturn true", "for _, i := range data.Klines[\"5m\"] {\n\t_ = i\n}\nreturn true",
	} {
		if before, ok := seen[hash(code)]; ok {
			t.Errorf("%q and %q have the same hash", before, code)
		}
		seen[hash(code)] = code
	}
}

func FuzzSyntaxHash(f *testing.F) {
	for _, seed := range []string{"return true", "x := 1", "```go", "\x00", "if {", "const a = 1e999999999\nreturn a > 1", "\"", "'"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, code string) {
		if first := hash(code); len(first) != 64 || first != hash(code) {
			t.Errorf("got %q, then %q", first, hash(code))
		}
	})
}

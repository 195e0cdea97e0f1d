package compare

import (
	"slices"
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

const plain = "k := data.Klines[\"5m\"]\nif len(k) == 0 {\n\treturn false\n}\nreturn k[len(k)-1].Close > 100"

func codesOf(original, candidate string) []string {
	var codes []string
	for _, finding := range suppressedInCode(original, candidate, source.Filter) {
		codes = append(codes, finding.Code)
	}
	return codes
}

func TestWhatNoRepairNeedsIsFound(t *testing.T) {
	t.Parallel()
	const last = "return k[len(k)-1].Close > 100"
	const head = "k := data.Klines[\"5m\"]\nif len(k) == 0 {\n\treturn false\n}\n"
	for name, one := range map[string][2]string{
		"a candle is written":           {"input_written", head + "k[0].Close = 1\n" + last},
		"a candle is replaced":          {"input_written", head + "k[0] = k[len(k)-1]\n" + last},
		"a number of a candle is added": {"input_written", head + "k[0].Trades++\n" + last},
		"a list is taken away":          {"input_written", head + "data.Klines[\"5m\"] = nil\n" + last},
		"the ticker is written":         {"input_written", head + "if data.Ticker != nil {\n\tdata.Ticker.LastPrice = 1\n}\n" + last},
		"a list is written by a part":   {"input_written", head + "part := k[:1]\npart[0].Close = 1\n" + last},
		"a pointer to a candle":         {"input_written", head + "first := &k[0]\nfirst.Close = 1\n" + last},
		"candles are copied over":       {"input_written", head + "copy(k, k[1:])\n" + last},
		"a var of candles":              {"input_written", "var k = data.Klines[\"5m\"]\nif len(k) == 0 {\n\treturn false\n}\nk[0].Close = 1\n" + last},
		"a list with its ok":            {"input_written", "k, ok := data.Klines[\"5m\"]\nif !ok || len(k) == 0 {\n\treturn false\n}\nk[0].Close = 1\n" + last},
		"a list of a walk over all":     {"input_written", head + "for _, all := range data.Klines {\n\tall[0].Close = 1\n}\n" + last},
		"an append into a part":         {"input_written", head + "k = append(k[:0], k[1:]...)\n" + last},
		"it panics":                     {"panic_added", head + "if k[0].Close < 0 {\n\tpanic(\"stop\")\n}\n" + last},
		"it prints":                     {"output_added", head + "println(k[0].Close)\n" + last},
		"a symbol":                      {"symbol_singled_out", head + last + " || data.Symbol == \"PUMPUSDT\""},
		"a date":                        {"date_singled_out", head + "if data.Timestamp.Unix() > 1800000000 {\n\treturn true\n}\n" + last},
		"a candle's time":               {"date_singled_out", head + last + " || k[0].OpenTime > 1800000000000"},
		"a guard that says yes":         {"missing_data_matches", "k := data.Klines[\"5m\"]\nif len(k) == 0 {\n\treturn true\n}\n" + last},
		"a case that says yes":          {"missing_data_matches", "k := data.Klines[\"5m\"]\nswitch {\ncase len(k) == 0:\n\treturn true\n}\n" + last},
		"the other way round":           {"missing_data_matches", "k := data.Klines[\"5m\"]\nif 0 == len(k) || !(len(k) > 3) {\n\treturn true\n}\n" + last},
		"a comment about time":          {"date_singled_out", head + last + " || k[0].OpenTime > 1800000000000"},
		"an or that says yes":           {"missing_data_matches", "k := data.Klines[\"5m\"]\nreturn len(k) == 0 || k[len(k)-1].Close > 100"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if codes := codesOf(plain, one[1]); !slices.Contains(codes, one[0]) {
				t.Errorf("found %v, not %s", codes, one[0])
			}
		})
	}
}

func TestWhatTheOriginalHadIsNoAddition(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{
		"own lists":        "k := data.Klines[\"5m\"]\nsums := make([]float64, len(k))\nfor i := range k {\n\tsums[i] = k[i].Close\n}\nlast := types.Kline{}\nlast.Close = 1\nreturn len(sums) > 0 && sums[0] > last.Close",
		"its own symbol":   "return data.Symbol == \"BTCUSDT\" && data.Klines[\"5m\"][0].Close > 1",
		"its own panic":    "if len(data.Klines) == 0 {\n\tpanic(\"x\")\n}\nreturn data.Klines[\"5m\"][0].Close > 1",
		"its own yes":      "ma := indicators.CalculateMA(data.Klines[\"5m\"], 20)\nif ma == nil {\n\treturn true\n}\nreturn *ma > 1",
		"a copied candle":  "k := data.Klines[\"5m\"]\nif len(k) == 0 {\n\treturn false\n}\nc := k[0]\nc.Close = c.Open\nreturn c.Close > 100",
		"a reassigned one": "k := data.Klines[\"5m\"]\nk = data.Klines[\"1h\"]\nreturn len(k) > 0 && k[0].Close > 1",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if codes := codesOf(code, code); len(codes) > 0 {
				t.Errorf("found %v in code that did not change", codes)
			}
		})
	}
	// A guard that lets go on is one, whatever is joined to it.
	for _, guarded := range []string{
		"k := data.Klines[\"5m\"]\nif len(k) >= 20 && k[19].Close < k[18].Close {\n\treturn true\n}\nreturn false",
		"k := data.Klines[\"5m\"]\nreturn len(k) >= 20 && k[19].Close < k[18].Close || data.Ticker != nil && data.Ticker.LastPrice > 5",
	} {
		if codes := codesOf("k := data.Klines[\"5m\"]\nreturn k[19].Close < k[18].Close", guarded); slices.Contains(codes, "missing_data_matches") {
			t.Errorf("an honest guard is refused: %s", guarded)
		}
	}
	copied := "k := data.Klines[\"5m\"]\nif len(k) == 0 {\n\treturn false\n}\nc := k[len(k)-1]\nc.Close = c.Close + 0\nreturn c.Close > 100"
	if codes := codesOf(plain, copied); slices.Contains(codes, "input_written") {
		t.Error("a copy of a candle is not the input")
	}
}

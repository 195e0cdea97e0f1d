package repair

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestWrittenQuestionsAboutNumbersAnswerAsMathDoes(t *testing.T) {
	t.Parallel()
	for _, x := range []float64{0, 1, -1, math.MaxFloat64, -math.MaxFloat64, math.NaN(), math.Inf(1), math.Inf(-1)} {
		got := series(t, `nan, inf := `+closures["math.IsNaN"]+`, `+closures["math.IsInf"]+`
x := data.Klines["5m"][0].Open
return map[string]interface{}{"nan": nan(x), "any": inf(x, 0), "positive": inf(x, 1), "negative": inf(x, -1)}`, alone([]float64{x}))
		for name, want := range map[string]bool{"nan": math.IsNaN(x), "any": math.IsInf(x, 0), "positive": math.IsInf(x, 1), "negative": math.IsInf(x, -1)} {
			if got[name] != want {
				t.Errorf("%s of %v is %v", name, x, got[name])
			}
		}
	}
	for _, sign := range []string{"-1", "0", "1"} {
		if got := numbers(t, "math.Inf", "f("+sign+")", alone([]float64{0}))[0]; !math.IsInf(got, 0) || (got < 0) != (sign == "-1") {
			t.Errorf("infinity of sign %s is %v", sign, got)
		}
	}
	if got := numbers(t, "math.NaN", "f() + 0*a", alone([]float64{1}))[0]; !math.IsNaN(got) {
		t.Errorf("no number is %v", got)
	}
}

func TestWrittenExtremesOfWholeNumbersStayWhole(t *testing.T) {
	t.Parallel()
	got := series(t, `most, least := `+closures["whole.Max"]+`, `+closures["whole.Min"]+`
return map[string]interface{}{"most": most(3, -5, 9007199254740993, 2), "least": least(3, -9007199254740993, 2), "one": most(7)}`, pairs{})
	if got["most"] != int64(9007199254740993) || got["least"] != int64(-9007199254740993) || got["one"] != int64(7) {
		t.Errorf("got %v", got)
	}
}

func TestWrittenConstantsAreThoseOfMath(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]float64{
		"math.Pi": math.Pi, "math.E": math.E, "math.Sqrt2": math.Sqrt2, "math.MaxFloat64": math.MaxFloat64, "math.Ln2": math.Ln2, "math.Phi": math.Phi, "Math.PI": math.Pi,
		"math.MaxInt32": math.MaxInt32, "math.MinInt32": math.MinInt32, "math.MaxInt64": math.MaxInt64, "math.MinInt64": math.MinInt64,
	} {
		got := series(t, "x := data.Ticker.LastPrice\nx = "+literals[name]+"\nreturn map[string]interface{}{\"x\": x}", market{1, nil})
		if got["x"] != want {
			t.Errorf("%s is %v, not %v", name, got["x"], want)
		}
	}
}

// A list of 500 candles that falls is the worst case; a filter that sorts it, or looks for a root of each, has to stay
// within the executor's time.
func TestWrittenFunctionsAreQuickEnough(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{
		"sorting":   "f := " + closures["sort.Float64s"] + "\nlist := []float64{}\nfor i := 250; i > 0; i-- {\n\tlist = append(list, float64(i))\n}\nf(list)\nreturn list[0] == 1",
		"roots":     "f := " + closures["math.Sqrt"] + "\nsum := 0.0\nfor i := 0; i < 250; i++ {\n\tsum += f(float64(i))\n}\nreturn sum > 1",
		"logarithm": "f := " + closures["math.Log"] + "\nsum := 0.0\nfor i := 1; i < 250; i++ {\n\tsum += f(float64(i))\n}\nreturn sum > 1",
		"powers":    "f := " + closures["math.Pow"] + "\nsum := 0.0\nfor i := 1; i < 250; i++ {\n\tsum += f(float64(i), 0.3)\n}\nreturn sum > 1",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if steps := stepsOf(t, code); steps > 600_000 {
				t.Errorf("takes %d of the 1000000 steps that a filter has", steps)
			}
		})
	}
}

func TestWrittenListFunctionsGiveWhatTheLibraryGives(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(15, 1))
	for _, count := range []int{0, 1, 2, 3, 50, 250} {
		var values []float64
		for range count {
			values = append(values, math.Round((random.Float64()-0.5)*100))
		}
		sorted := slices.Sorted(slices.Values(values))
		got := series(t, `sorted := `+closures["sort.Float64s"]+`
whole := `+closures["sort.Ints"]+`
least, most, total := `+closures["slices.Min"]+`, `+closures["slices.Max"]+`, `+closures["total.Of"]+`
list, counts := []float64{}, []int{}
for _, k := range data.Klines["5m"] {
	list, counts = append(list, k.Open), append(counts, int(k.Open))
}
min, max, sum := least(list), most(list), total(list)
sorted(list)
whole(counts)
return map[string]interface{}{"list": list, "counts": counts, "min": min, "max": max, "sum": sum}`, alone(values))
		sum := 0.0
		for i, want := range sorted {
			sum += want
			if got["list"].([]any)[i] != want || got["counts"].([]any)[i] != int64(want) {
				t.Errorf("of %d values, the one at %d is %v, not %v", count, i, got["list"].([]any)[i], want)
			}
		}
		if count > 0 && (got["min"] != sorted[0] || got["max"] != sorted[count-1]) || got["sum"] != sum {
			t.Errorf("of %d values: %v %v %v", count, got["min"], got["max"], got["sum"])
		}
	}
}

func TestWrittenTextFunctionsGiveWhatStringsGives(t *testing.T) {
	t.Parallel()
	texts := []string{"", "U", "USDT", "BTCUSDT", "usdtUSDT", "1000pepeUSDT", "a_b-c.d", "USDTUSDT", "BTCUSD", "€uro"}
	for _, text := range texts {
		for _, part := range texts {
			got := series(t, `contains, prefix, suffix := `+closures["strings.Contains"]+`, `+closures["strings.HasPrefix"]+`, `+closures["strings.HasSuffix"]+`
trimPrefix, trimSuffix := `+closures["strings.TrimPrefix"]+`, `+closures["strings.TrimSuffix"]+`
upper, lower := `+closures["strings.ToUpper"]+`, `+closures["strings.ToLower"]+`
text, part := `+strconv.Quote(text)+`, `+strconv.Quote(part)+`
return map[string]interface{}{"contains": contains(text, part), "prefix": prefix(text, part), "suffix": suffix(text, part),
	"trimPrefix": trimPrefix(text, part), "trimSuffix": trimSuffix(text, part), "upper": upper(text), "lower": lower(text)}`, pairs{})
			for name, want := range map[string]any{
				"contains": strings.Contains(text, part), "prefix": strings.HasPrefix(text, part), "suffix": strings.HasSuffix(text, part),
				"trimPrefix": strings.TrimPrefix(text, part), "trimSuffix": strings.TrimSuffix(text, part), "upper": strings.ToUpper(text), "lower": strings.ToLower(text),
			} {
				if got[name] != want {
					t.Errorf("%s of %q and %q is %v, not %v", name, text, part, got[name], want)
				}
			}
		}
	}
	for _, number := range []int{0, 1, -1, 5, 10, 99, -100, 1234567890, math.MaxInt64, math.MinInt64} {
		if got := series(t, `f := `+closures["strconv.Itoa"]+"\nn := "+strconv.Itoa(number)+"\nreturn map[string]interface{}{\"text\": f(n)}", pairs{}); got["text"] != strconv.Itoa(number) {
			t.Errorf("%d is written %v", number, got["text"])
		}
	}
}

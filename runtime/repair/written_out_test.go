package repair

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
)

// pairs are numbers for closures: the open and the close of one candle each.
type pairs [][2]float64

func (pairs) Symbol() string { return "TESTUSDT" }

func (p pairs) MarketData() *types.MarketData {
	klines := make([]types.Kline, len(p))
	for i, pair := range p {
		klines[i] = types.Kline{Open: pair[0], Close: pair[1]}
	}
	return &types.MarketData{Klines: map[string][]types.Kline{"5m": klines}, Ticker: &types.SimplifiedTicker{}}
}

// series runs series code in the sandbox, with time for many values, and returns what it gives.
func series(t *testing.T, code string, input sandbox.Input) map[string]any {
	t.Helper()
	limits := sandbox.DefaultLimits(source.Series)
	limits.Steps, limits.Time = 2_000_000, time.Minute
	result := sandbox.Run(code, source.Series, []sandbox.Input{input}, limits)[0]
	if result.Failure != nil {
		t.Fatalf("%s: %s\n%s", result.Failure.Code, result.Failure.Message, code)
	}
	return result.Series
}

// numbers applies a closure to pairs in the sandbox; a and b are the two. What is not finite is told by its kind, as
// series hold finite numbers alone.
func numbers(t *testing.T, symbol, call string, values pairs) []float64 {
	t.Helper()
	given := series(t, `f := `+closures[symbol]+`
values, kinds := []float64{}, []float64{}
for _, k := range data.Klines["5m"] {
	a, b := k.Open, k.Close
	_ = b
	x, kind := `+call+`, 0.0
	switch {
	case x != x:
		x, kind = 0.0, 1.0
	case x > 1.79769313486231570815e308:
		x, kind = 0.0, 2.0
	case x < -1.79769313486231570815e308:
		x, kind = 0.0, 3.0
	}
	values, kinds = append(values, x), append(kinds, kind)
}
return map[string]interface{}{"values": values, "kinds": kinds}`, values)
	var found []float64
	for i, value := range given["values"].([]any) {
		kind := int(given["kinds"].([]any)[i].(float64))
		found = append(found, []float64{value.(float64), math.NaN(), math.Inf(1), math.Inf(-1)}[kind])
	}
	return found
}

// edges are the numbers that functions get wrong, then many at random of every size.
func edges(seed uint64, positive bool) []float64 {
	values := []float64{
		0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, -0.49999999999999994, 1e-12, 1e-300, 5e-324, 1e300, -1e300,
		2147483648, 4503599627370495.5, 4503599627370496.5, 9007199254740993, 9.3e18, -9.3e18, 0.1, 100, 0.75, 1.4999999, math.MaxFloat64,
	}
	random := rand.New(rand.NewPCG(seed, 1))
	for range 300 {
		values = append(values, (random.Float64()-0.5)*math.Pow(10, float64(random.IntN(20)-8)))
	}
	if positive {
		for i := range values {
			values[i] = math.Abs(values[i])
		}
	}
	return values
}

// positive leaves out the smallest number of all, of which the logarithm in assembly is wrong, and adds what has none.
func positive(values []float64) []float64 {
	return append(slices.DeleteFunc(values, func(x float64) bool { return x > 0 && x < 1e-300 }), -1, -1e300)
}

func alone(values []float64) pairs {
	made := make(pairs, len(values))
	for i, value := range values {
		made[i] = [2]float64{value, 0}
	}
	return made
}

// agree tells whether two numbers are the same but for a share of their size.
func agree(got, want, tolerance float64) bool {
	if math.IsNaN(want) || math.IsInf(want, 0) {
		return math.IsNaN(got) == math.IsNaN(want) && (math.IsNaN(want) || got == want)
	}
	return got == want || math.Abs(got-want) <= tolerance*math.Max(math.Abs(want), 1e-300)
}

// The tolerance is a share of the result: rounding is exact, a root is right to its last digits, an exponential loses
// some for each time that it is squared.
func TestWrittenFunctionsOfOneNumberGiveWhatMathGives(t *testing.T) {
	t.Parallel()
	small := slices.DeleteFunc(edges(7, false), func(x float64) bool { return math.Abs(x) > 700 })
	for _, test := range []struct {
		symbol    string
		native    func(float64) float64
		values    []float64
		tolerance float64
	}{
		{"math.Abs", math.Abs, edges(1, false), 0}, {"math.Floor", math.Floor, edges(2, false), 0},
		{"math.Ceil", math.Ceil, edges(3, false), 0}, {"math.Trunc", math.Trunc, edges(4, false), 0},
		{"math.Round", math.Round, edges(5, false), 0}, {"math.Sqrt", math.Sqrt, edges(6, false), 1e-15},
		{"math.Exp", math.Exp, append(small, -800, 709, 720, 1e6, -1e6), 1e-12},
		{"math.Log", math.Log, positive(edges(8, true)), 1e-13},
		{"math.Log10", math.Log10, positive(edges(9, true)), 1e-13},
		{"math.Log2", math.Log2, positive(edges(10, true)), 1e-13},
	} {
		t.Run(test.symbol, func(t *testing.T) {
			t.Parallel()
			for i, got := range numbers(t, test.symbol, "f(a)", alone(test.values)) {
				if x := test.values[i]; !agree(got, test.native(x), test.tolerance) {
					t.Errorf("%s(%v) is %v, not %v", test.symbol, x, got, test.native(x))
				}
			}
		})
	}
}

// A number that is not finite comes from a division by zero, as of a volume that is 0; nothing may run for ever on it.
func TestWrittenFunctionsTakeNumbersThatAreNotFinite(t *testing.T) {
	t.Parallel()
	for symbol, native := range map[string]func(float64) float64{
		"math.Abs": math.Abs, "math.Floor": math.Floor, "math.Ceil": math.Ceil, "math.Trunc": math.Trunc, "math.Round": math.Round,
		"math.Sqrt": math.Sqrt, "math.Exp": math.Exp, "math.Log": math.Log, "math.Log10": math.Log10, "math.Log2": math.Log2,
	} {
		for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			t.Run(fmt.Sprintf("%s of %v", symbol, x), func(t *testing.T) {
				t.Parallel()
				if got := numbers(t, symbol, "f(a)", alone([]float64{x})); !agree(got[0], native(x), 0) {
					t.Errorf("gives %v, not %v", got[0], native(x))
				}
			})
		}
	}
}

func TestWrittenFunctionsOfTwoNumbersGiveWhatMathGives(t *testing.T) {
	t.Parallel()
	var values pairs
	left, right := edges(11, false), edges(12, false)
	slices.Reverse(right)
	for i := range left {
		values = append(values, [2]float64{left[i], right[i]}, [2]float64{left[i], left[i]})
	}
	values = append(values, [2]float64{0, -1}, [2]float64{1, 0})
	for symbol, native := range map[string]func(a, b float64) float64{"math.Max": math.Max, "math.Min": math.Min, "largest.Of": math.Max, "smallest.Of": math.Min} {
		t.Run(symbol, func(t *testing.T) {
			t.Parallel()
			with := append(slices.Clone(values), [2]float64{math.NaN(), 1}, [2]float64{1, math.NaN()}, [2]float64{math.Inf(1), 1}, [2]float64{1, math.Inf(-1)})
			for i, got := range numbers(t, symbol, "f(a, b)", with) {
				if want := native(with[i][0], with[i][1]); !agree(got, want, 0) {
					t.Errorf("%s of %v is %v, not %v", symbol, with[i], got, want)
				}
			}
		})
	}
}

// What code takes remainders of: prices by ticks, counts by steps.
func TestTheWrittenRemainderGivesWhatMathGives(t *testing.T) {
	t.Parallel()
	values := pairs{{5, 3}, {-5, 3}, {5, -3}, {5.5, 2}, {1, 0.1}, {0.3, 0.1}, {100.07, 0.01}, {5, 0}, {0, 5}, {3, 7}, {1e15, 7}, {1e20, 3}}
	random := rand.New(rand.NewPCG(13, 1))
	for range 200 {
		values = append(values, [2]float64{math.Round((random.Float64()-0.5)*2e6) / 4, math.Round(random.Float64()*400)/4 + 0.25})
	}
	for i, got := range numbers(t, "math.Mod", "f(a, b)", values) {
		if want := math.Mod(values[i][0], values[i][1]); !agree(got, want, 1e-9) {
			t.Errorf("the remainder of %v is %v, not %v", values[i], got, want)
		}
	}
}

// Whole exponents are products; others lose digits by the size of the exponent.
func TestTheWrittenPowerGivesWhatMathGives(t *testing.T) {
	t.Parallel()
	values := pairs{{2, 10}, {2, -10}, {-2, 3}, {0, 0}, {0, 2}, {0, -1}, {0, 0.5}, {0, -0.5}, {-8, 1.0 / 3}, {1, 1e9}, {2, 1023}, {10, -300}, {1.5, 0.5}, {0.5, 2000}, {2, 2000}}
	random := rand.New(rand.NewPCG(14, 1))
	for range 200 {
		values = append(values, [2]float64{random.Float64() * 1000, (random.Float64() - 0.5) * 20}, [2]float64{(random.Float64() - 0.5) * 10, float64(random.IntN(30) - 10)})
	}
	for i, got := range numbers(t, "math.Pow", "f(a, b)", values) {
		if want := math.Pow(values[i][0], values[i][1]); !agree(got, want, 1e-11) {
			t.Errorf("the power of %v is %v, not %v", values[i], got, want)
		}
	}
}

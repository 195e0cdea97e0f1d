package repair

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
)

func stepsOf(t *testing.T, code string) int {
	t.Helper()
	limits := sandbox.DefaultLimits(source.Filter)
	limits.Steps, limits.Time = 20_000_000, time.Minute
	result := sandbox.Run(code, source.Filter, []sandbox.Input{market{250, nil}}, limits)[0]
	if result.Failure != nil || !result.Matched {
		t.Errorf("got %+v", result)
	}
	return result.Steps
}

// candles is a symbol with these candles.
type candles []types.Kline

func (candles) Symbol() string { return "TESTUSDT" }

func (c candles) MarketData() *types.MarketData {
	return &types.MarketData{Klines: map[string][]types.Kline{"5m": append([]types.Kline{}, c...)}, Ticker: &types.SimplifiedTicker{}}
}

// walk is a random walk, with some candles that stand still, or have no volume.
func walk(seed uint64, count int) candles {
	random := rand.New(rand.NewPCG(seed, 2))
	made, price := make(candles, count), 1+random.Float64()*1000
	for i := range made {
		open := price * (1 + (random.Float64()-0.5)/100)
		price = open * (1 + (random.Float64()-0.5)/20)
		high, low := math.Max(open, price)*(1+random.Float64()/50), math.Min(open, price)*(1-random.Float64()/50)
		if random.IntN(8) == 0 {
			price, high, low = open, open, open
		}
		made[i] = types.Kline{Open: open, High: high, Low: low, Close: price, Volume: float64(random.IntN(5)) * 100}
	}
	return made
}

func flat(count int, price float64) candles {
	made := make(candles, count)
	for i := range made {
		made[i] = types.Kline{Open: price, High: price, Low: price, Close: price, Volume: 1}
	}
	return made
}

// value runs one written indicator; it is not a number where that is nil.
func value(t *testing.T, known string, klines candles, period int) float64 {
	t.Helper()
	got := series(t, "f := "+usual[known].body+"\np := f(data.Klines[\"5m\"], "+strconv.Itoa(period)+")\nif p == nil {\n\treturn map[string]interface{}{}\n}\nreturn map[string]interface{}{\"value\": *p}", klines)
	if number, ok := got["value"].(float64); ok {
		return number
	}
	return math.NaN()
}

func last(k candles) types.Kline { return k[len(k)-1] }

func typical(k types.Kline) float64 { return (k.High + k.Low + k.Close) / 3 }

// The definitions once more, written down independently and as plainly as can be, for at least as many candles as needed.
var definitions = map[string]struct {
	needs      func(period int) int
	definition func(k candles, n int) float64
}{
	"atr": {more, func(k candles, n int) float64 {
		var ranges []float64
		for i := 1; i < len(k); i++ {
			ranges = append(ranges, math.Max(k[i].High-k[i].Low, math.Max(math.Abs(k[i].High-k[i-1].Close), math.Abs(k[i].Low-k[i-1].Close))))
		}
		sum := 0.0
		for _, r := range ranges[:n] {
			sum += r
		}
		average := sum / float64(n)
		for _, r := range ranges[n:] {
			average += (r - average) / float64(n)
		}
		return average
	}},
	"williams": {exactly, func(k candles, n int) float64 {
		high, low := math.Inf(-1), math.Inf(1)
		for _, c := range k[len(k)-n:] {
			high, low = math.Max(high, c.High), math.Min(low, c.Low)
		}
		if high == low {
			return math.NaN()
		}
		return -100 * (high - last(k).Close) / (high - low)
	}},
	"cci": {exactly, func(k candles, n int) float64 {
		mean, deviation, isFlat := 0.0, 0.0, true
		for _, c := range k[len(k)-n:] {
			mean += typical(c) / float64(n)
			isFlat = isFlat && typical(c) == typical(last(k))
		}
		for _, c := range k[len(k)-n:] {
			deviation += math.Abs(typical(c)-mean) / float64(n)
		}
		if isFlat {
			return math.NaN()
		}
		return (typical(last(k)) - mean) / (0.015 * deviation)
	}},
	"mfi": {more, func(k candles, n int) float64 {
		up, down := 0.0, 0.0
		for i := len(k) - n; i < len(k); i++ {
			switch flow := typical(k[i]) * k[i].Volume; {
			case typical(k[i]) > typical(k[i-1]):
				up += flow
			case typical(k[i]) < typical(k[i-1]):
				down += flow
			}
		}
		if up == 0 && down == 0 {
			return math.NaN()
		}
		if down == 0 {
			return 100
		}
		return 100 - 100/(1+up/down)
	}},
	"roc": {more, func(k candles, n int) float64 {
		before := k[len(k)-1-n].Close
		return 100 * (last(k).Close - before) / before
	}},
	"momentum": {more, func(k candles, n int) float64 { return last(k).Close - k[len(k)-1-n].Close }},
	"deviation standard": {exactly, func(k candles, n int) float64 {
		sum, squares := 0.0, 0.0
		for _, c := range k[len(k)-n:] {
			sum += c.Close
		}
		for _, c := range k[len(k)-n:] {
			squares += math.Pow(c.Close-sum/float64(n), 2)
		}
		return math.Sqrt(squares / float64(n))
	}},
	"close highest": {exactly, func(k candles, n int) float64 {
		most := math.Inf(-1)
		for _, c := range k[len(k)-n:] {
			most = math.Max(most, c.Close)
		}
		return most
	}},
	"close lowest": {exactly, func(k candles, n int) float64 {
		least := math.Inf(1)
		for _, c := range k[len(k)-n:] {
			least = math.Min(least, c.Close)
		}
		return least
	}},
}

func more(period int) int { return period + 1 }

func exactly(period int) int { return period }

// The tolerance is a share of the price, or of the value if that is more.
func TestWrittenIndicatorsGiveWhatTheirDefinitionsGive(t *testing.T) {
	t.Parallel()
	for known, plain := range definitions {
		t.Run(known, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(12) {
				for _, period := range []int{1, 2, 5, 14, 20} {
					for _, klines := range []candles{walk(seed, plain.needs(period)), walk(seed, 60)} {
						got, want := value(t, known, klines, period), plain.definition(klines, period)
						scale := math.Max(last(klines).Close, math.Abs(want))
						if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 1e-9*scale {
							t.Errorf("period %d of %d candles: %v, not %v", period, len(klines), got, want)
						}
					}
				}
			}
		})
	}
}

func TestWrittenIndicatorsHaveNoValueForTooFewCandles(t *testing.T) {
	t.Parallel()
	for known, plain := range definitions {
		for _, period := range []int{-1, 0, 1, 2, 14} {
			for count := 0; count < plain.needs(period) || count < 2 && period <= 0; count++ {
				if got := value(t, known, walk(1, count), period); !math.IsNaN(got) {
					t.Errorf("%s of %d candles with period %d is %v", known, count, period, got)
				}
			}
		}
	}
}

// Where nothing moves, an indicator that divides by how much it moves has no value; the rest of a sum is none.
func TestWrittenIndicatorsOfFlatCandlesAreNotMadeOfRoundingErrors(t *testing.T) {
	t.Parallel()
	for _, price := range []float64{0.1, 1, 0.07, 3.3, 64123.7} {
		for known, isNothing := range map[string]bool{"cci": true, "williams": true, "mfi": true, "roc": false, "momentum": false, "atr": false} {
			got := value(t, known, flat(40, price), 14)
			if math.IsNaN(got) != isNothing || !isNothing && got != 0 {
				t.Errorf("%s of a price that stays %v is %v", known, price, got)
			}
		}
	}
}

func TestWrittenBalanceOnVolumeAddsAndTakesVolumes(t *testing.T) {
	t.Parallel()
	for count := range 40 {
		klines := walk(uint64(count), count)
		got := series(t, "f := "+onBalanceVolume+"\nreturn map[string]interface{}{\"list\": f(data.Klines[\"5m\"])}", klines)["list"].([]any)
		balance := 0.0
		for i := range klines {
			if i > 0 && klines[i].Close != klines[i-1].Close {
				balance += math.Copysign(klines[i].Volume, klines[i].Close-klines[i-1].Close)
			}
			if got[i] != balance {
				t.Errorf("of %d candles, the balance at %d is %v, not %v", count, i, got[i], balance)
			}
		}
	}
}

func TestWrittenCrossingsAreToldOnceAndInTheirDirection(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b         string
		above, below bool
	}{
		{"1, 3", "2, 2", true, false}, {"3, 1", "2, 2", false, true}, {"2, 3", "2, 2", true, false}, {"3, 3", "2, 2", false, false},
		{"3, 2", "2, 2", false, false}, {"3", "2", false, false}, {"", "", false, false}, {"0, 1, 3", "2, 2", true, false},
	} {
		got := series(t, "above, below := "+usual["cross over"].body+", "+usual["cross under"].body+
			"\na, b := []float64{"+test.a+"}, []float64{"+test.b+"}\nreturn map[string]interface{}{\"above\": above(a, b), \"below\": below(a, b)}", candles{})
		if got["above"] != test.above || got["below"] != test.below {
			t.Errorf("[%s] and [%s]: %v", test.a, test.b, got)
		}
	}
}

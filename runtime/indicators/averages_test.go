package indicators

import (
	"math"
	"testing"

	"github.com/trader-error-recovery/runtime/types"
)

// sequence makes candles whose closes are a formula of their index.
func sequence(count int, price func(i int) float64) []types.Kline {
	prices := make([]float64, count)
	for i := range prices {
		prices[i] = price(i)
	}
	return withCloses(prices...)
}

func constant(price float64) func(int) float64 { return func(int) float64 { return price } }

func linear(start, step float64) func(int) float64 {
	return func(i int) float64 { return start + step*float64(i) }
}

// checkFormula compares a series of indicators with a closed form, 0 before an index.
func checkFormula(t *testing.T, got []float64, count, from int, want func(i int) float64) {
	t.Helper()
	if len(got) != count {
		t.Fatalf("got %d values, want %d", len(got), count)
	}
	for i, value := range got {
		expected := 0.0
		if i >= from {
			expected = want(i)
		}
		if !near(value, expected) {
			t.Errorf("at index %d: got %v, want %v", i, value, expected)
		}
	}
}

func TestMAOfALinearSeriesIsTheMiddleOfItsWindow(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		count, period int
		start, step   float64
	}{
		{30, 1, 100, 1}, {30, 7, 100, 2.5}, {30, 30, 100, -1}, {250, 200, 50, 0.25}, {5, 2, 7, 0},
	} {
		klines := sequence(test.count, linear(test.start, test.step))
		// The mean of an arithmetic progression is the mean of its first and last member.
		want := func(i int) float64 { return test.start + test.step*(float64(i)-float64(test.period-1)/2) }
		checkFormula(t, CalculateMASeries(klines, test.period), test.count, test.period-1, want)
		checkNumber(t, "MA", CalculateMA(klines, test.period), want(test.count-1))
	}
}

func TestEMAOfALinearSeriesLagsBehindIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		count, period int
		start, step   float64
	}{
		{40, 1, 100, 1}, {40, 3, 100, 2}, {40, 9, 100, -1.5}, {250, 50, 10, 0.1}, {40, 14, 5, 0},
	} {
		klines := sequence(test.count, linear(test.start, test.step))
		// The distance d(i) from the ramp to its average follows d(i) = (1-a)(d(i-1) + step), d(0) = 0, whose fixed
		// point is L = step(1-a)/a = step(p-1)/2. So d(i) = L(1 - (1-a)^i), and the average is the ramp less d(i).
		a := 2 / float64(test.period+1)
		lag := test.step * float64(test.period-1) / 2
		want := func(i int) float64 {
			return test.start + test.step*float64(i) - lag*(1-math.Pow(1-a, float64(i)))
		}
		checkFormula(t, CalculateEMASeries(klines, test.period), test.count, 0, want)
		checkNumber(t, "EMA", CalculateEMA(klines, test.period), want(test.count-1))
	}
}

func TestEMAAfterAStepComesCloserGeometrically(t *testing.T) {
	t.Parallel()
	for _, period := range []int{1, 2, 5, 9, 26} {
		const from, to, step = 100.0, 160.0, 4
		klines := sequence(60, func(i int) float64 {
			if i < step {
				return from
			}
			return to
		})
		// Every candle after the step leaves 1-a of the distance that was left before it.
		a := 2 / float64(period+1)
		checkFormula(t, CalculateEMASeries(klines, period), 60, 0, func(i int) float64 {
			return to - (to-from)*math.Pow(1-a, math.Max(0, float64(i-step+1)))
		})
	}
}

func TestEMAForgetsItsSeedGeometrically(t *testing.T) {
	t.Parallel()
	// The seed is the first close, not a mean of the first period: a first close of 1 before zeros leaves (1-a)^i.
	klines := sequence(20, func(i int) float64 { return float64(max(0, 1-i)) })
	checkFormula(t, CalculateEMASeries(klines, 9), 20, 0, func(i int) float64 { return math.Pow(0.8, float64(i)) })
}

func TestEMAOfAGeometricSeriesFollowsItsClosedForm(t *testing.T) {
	t.Parallel()
	// For closes q^i: e(i) = A q^i + B (1-a)^i with A = a q / (q - (1-a)) and A + B = 1. Here a = 1/2 and q = 3/2, so A = 3/4.
	klines := sequence(20, func(i int) float64 { return math.Pow(1.5, float64(i)) })
	checkFormula(t, CalculateEMASeries(klines, 3), 20, 0, func(i int) float64 {
		return 0.75*math.Pow(1.5, float64(i)) + 0.25*math.Pow(0.5, float64(i))
	})
}

func TestAveragesReadClosesAlone(t *testing.T) {
	t.Parallel()
	klines := sequence(6, constant(10))
	for i := range klines {
		klines[i].Open, klines[i].High, klines[i].Low, klines[i].Volume = 1, 99, 0, float64(i)
	}
	checkNumber(t, "MA", CalculateMA(klines, 3), 10)
	checkNumber(t, "EMA", CalculateEMA(klines, 3), 10)
	checkFormula(t, CalculateBollingerBands(klines, 3, 2).Upper, 6, 2, constant(10))
	checkFormula(t, CalculateRSI(klines, 3).Values, 6, 3, constant(50))
}

func TestMAUsesTheLastCandlesAlone(t *testing.T) {
	t.Parallel()
	klines := withCloses(1000, -1000, 3, 4, 8)
	checkNumber(t, "MA of 3", CalculateMA(klines, 3), 5)
	checkNumber(t, "MA of 1", CalculateMA(klines, 1), 8)
	checkNumber(t, "MA of all", CalculateMA(klines, 5), 3)
}

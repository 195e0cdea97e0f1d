package indicators

import (
	"math"
	"testing"
)

// ramp is the MACD of closes that rise by 1, from the closed form of an average's lag: (long-short)/2, approached by
// each average at its own rate.
func ramp(short, long int) func(int) float64 {
	lag := func(period, i int) float64 {
		a := 2 / float64(period+1)
		return float64(period-1) / 2 * (1 - math.Pow(1-a, float64(i)))
	}
	return func(i int) float64 { return lag(long, i) - lag(short, i) }
}

func TestMACDOfALinearSeriesApproachesHalfThePeriods(t *testing.T) {
	t.Parallel()
	for _, periods := range [][2]int{{12, 26}, {1, 2}, {5, 35}, {26, 12}} {
		klines := sequence(250, linear(100, 1))
		want := ramp(periods[0], periods[1])
		// There are values from index 0, long before the longer period is filled.
		checkFormula(t, CalculateMACD(klines, periods[0], periods[1], 9).MACD, 250, 0, want)
		checkNumber(t, "latest MACD", &GetLatestMACD(klines, periods[0], periods[1], 9).MACD, want(249))
	}
}

func TestMACDSignalIsSeededByTheMeanOfTheFirstValues(t *testing.T) {
	t.Parallel()
	for _, signal := range []int{1, 2, 9, 40} {
		macd := ramp(12, 26)
		result := CalculateMACD(sequence(60, linear(100, 1)), 12, 26, signal)
		sum := 0.0
		for i := 0; i < signal; i++ {
			sum += macd(i)
		}
		// Written out, an average seeded with m at index s is m(1-a)^(i-s) and a(1-a)^(i-k) of each later value k.
		a := 2 / float64(signal+1)
		line := func(i int) float64 {
			value := sum / float64(signal) * math.Pow(1-a, float64(i-signal+1))
			for k := signal; k <= i; k++ {
				value += a * math.Pow(1-a, float64(i-k)) * macd(k)
			}
			return value
		}
		checkFormula(t, result.Signal, 60, signal-1, line)
		checkFormula(t, result.Histogram, 60, 0, func(i int) float64 {
			if i < signal-1 {
				return macd(i)
			}
			return macd(i) - line(i)
		})
	}
}

func TestMACDOfAConstantSeriesIsZero(t *testing.T) {
	t.Parallel()
	result := CalculateMACD(sequence(50, constant(42)), 12, 26, 9)
	for _, line := range [][]float64{result.MACD, result.Signal, result.Histogram} {
		checkFormula(t, line, 50, 0, constant(0))
	}
}

func TestMACDWithoutEnoughValuesForASignal(t *testing.T) {
	t.Parallel()
	// 26 candles fill the longer period; a signal over 27 values never starts and stays 0.
	klines := sequence(26, linear(100, 1))
	result := CalculateMACD(klines, 12, 26, 27)
	checkFormula(t, result.Signal, 26, 0, constant(0))
	checkFormula(t, result.Histogram, 26, 0, ramp(12, 26))
	latest := GetLatestMACD(klines, 12, 26, 27)
	checkSeries(t, "latest", []float64{latest.MACD, latest.Signal, latest.Histogram}, ramp(12, 26)(25), 0, ramp(12, 26)(25))
}

func TestMACDOfPeriodsOutOfRangeIsNil(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ candles, short, long, signal int }{
		{25, 12, 26, 9}, {0, 12, 26, 9}, {50, 0, 26, 9}, {50, 12, 0, 9}, {50, 12, 26, 0}, {50, -1, 26, 9}, {50, 12, 26, -9},
	} {
		klines := sequence(test.candles, linear(1, 1))
		if CalculateMACD(klines, test.short, test.long, test.signal) != nil {
			t.Errorf("%+v: MACD is not nil", test)
		}
		if GetLatestMACD(klines, test.short, test.long, test.signal) != nil {
			t.Errorf("%+v: latest MACD is not nil", test)
		}
	}
}

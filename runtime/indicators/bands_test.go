package indicators

import (
	"math"
	"testing"

	"github.com/trader-error-recovery/runtime/types"
)

func TestBollingerBandsOfALinearSeriesKeepTheirWidth(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		period     int
		step, wide float64
	}{
		{20, 1, 2}, {5, -3, 1.5}, {2, 10, 1}, {1, 4, 2}, {10, 0, 2}, {10, 1, 0},
	} {
		klines := sequence(60, linear(200, test.step))
		// The population variance of p equally spaced numbers is step² (p²-1)/12; a sample's would be step² p(p+1)/12.
		p := float64(test.period)
		distance := test.wide * math.Abs(test.step) * math.Sqrt((p*p-1)/12)
		middle := func(i int) float64 { return 200 + test.step*(float64(i)-(p-1)/2) }
		result := CalculateBollingerBands(klines, test.period, test.wide)
		checkFormula(t, result.Middle, 60, test.period-1, middle)
		checkFormula(t, result.Upper, 60, test.period-1, func(i int) float64 { return middle(i) + distance })
		checkFormula(t, result.Lower, 60, test.period-1, func(i int) float64 { return middle(i) - distance })
		latest := GetLatestBollingerBands(klines, test.period, test.wide)
		checkSeries(t, "latest", []float64{latest.Upper, latest.Middle, latest.Lower},
			middle(59)+distance, middle(59), middle(59)-distance)
	}
}

func TestBollingerBandsByHand(t *testing.T) {
	t.Parallel()
	// 2 4 4 4 5 5 7 9 has mean 5 and squares 9 1 1 1 0 0 4 16, 32 in all: a population deviation of exactly 2.
	latest := GetLatestBollingerBands(withCloses(99, 2, 4, 4, 4, 5, 5, 7, 9), 8, 2)
	checkSeries(t, "bands", []float64{latest.Upper, latest.Middle, latest.Lower}, 9, 5, 1)
}

func TestStochasticPlacesTheCloseWithinItsRange(t *testing.T) {
	t.Parallel()
	candle := func(high, low, last float64) types.Kline { return types.Kline{High: high, Low: low, Close: last} }
	for _, test := range []struct {
		name   string
		klines []types.Kline
		period int
		k      float64
	}{
		{"at the top", []types.Kline{candle(8, 2, 5), candle(10, 4, 10)}, 2, 100},
		{"at the bottom", []types.Kline{candle(8, 2, 5), candle(10, 1, 1)}, 2, 0},
		{"a quarter up", []types.Kline{candle(10, 2, 5), candle(9, 3, 4)}, 2, 25},
		{"older extremes left out", []types.Kline{candle(99, 0, 5), candle(8, 4, 5), candle(6, 4, 7)}, 2, 75},
		{"one candle", []types.Kline{candle(99, 0, 5), candle(10, 5, 6)}, 1, 20},
		{"no range", []types.Kline{candle(5, 5, 5), candle(5, 5, 5)}, 2, 50},
		// A close outside of its own candle is nonsense, but is not cut off.
		{"above the range", []types.Kline{candle(10, 0, 12)}, 1, 120},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, dPeriod := range []int{3, 1, 0, -1, 50} {
				result := CalculateStochastic(test.klines, test.period, dPeriod)
				checkSeries(t, "K and D", []float64{result.K, result.D}, test.k, 0.9*test.k)
			}
		})
	}
}

func TestHighestAndLowestAreOfTheLastCandles(t *testing.T) {
	t.Parallel()
	var klines []types.Kline
	for _, high := range []float64{50, 9, 12, 8} {
		klines = append(klines, types.Kline{High: high, Low: high - 20, Close: 1000, Open: -1000})
	}
	for period, want := range map[int][2]float64{1: {8, -12}, 2: {12, -12}, 3: {12, -12}, 4: {50, -12}} {
		checkNumber(t, "highest", GetHighestHigh(klines, period), want[0])
		checkNumber(t, "lowest", GetLowestLow(klines, period), want[1])
	}
	// Prices below zero do not lose against a 0 that nobody gave.
	below := []types.Kline{{High: -5, Low: -9}, {High: -3, Low: -4}}
	checkNumber(t, "highest below zero", GetHighestHigh(below, 2), -3)
	checkNumber(t, "lowest below zero", GetLowestLow(below, 2), -9)
}

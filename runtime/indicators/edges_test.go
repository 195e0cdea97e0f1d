package indicators

import (
	"reflect"
	"testing"

	"github.com/trader-error-recovery/runtime/types"
)

func TestAverageVolumeIsOfTheLastCandles(t *testing.T) {
	t.Parallel()
	klines := sequence(20, constant(7))
	for i := range klines {
		klines[i].Volume = 100 + 10*float64(i)
	}
	// The last p members of 100, 110, ... 290 have the mean 290 - 10(p-1)/2.
	for _, period := range []int{1, 2, 7, 20} {
		checkNumber(t, "average volume", CalculateAvgVolume(klines, period), 290-5*float64(period-1))
	}
}

func TestVWAP(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		klines []types.Kline
		want   float64
	}{
		{"no candles", nil, 0},
		{"empty", []types.Kline{}, 0},
		{"no volume", []types.Kline{{High: 3, Low: 1, Close: 2}}, 0},
		{"typical price of one", []types.Kline{{High: 12, Low: 6, Close: 9, Open: 99, Volume: 5}}, 9},
		// (10·1 + 20·3) / 4
		{"weighted", []types.Kline{{High: 12, Low: 8, Close: 10, Volume: 1}, {High: 24, Low: 15, Close: 21, Volume: 3}}, 17.5},
		{"without volume does not count", []types.Kline{{High: 90, Low: 90, Close: 90}, {High: 3, Low: 3, Close: 3, Volume: 1}}, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := CalculateVWAP(test.klines); !near(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestEngulfingLooksAtTheThirdLastAndSecondLastCandle(t *testing.T) {
	t.Parallel()
	candle := func(open, last float64) types.Kline { return types.Kline{Open: open, Close: last} }
	still := candle(1, 1)
	for _, test := range []struct {
		name   string
		klines []types.Kline
		want   string
	}{
		{"no candles", nil, ""},
		{"two candles", []types.Kline{candle(5, 4), candle(3, 6)}, ""},
		{"bullish", []types.Kline{candle(5, 4), candle(3, 6), still}, "bullish"},
		{"bearish", []types.Kline{candle(4, 5), candle(6, 3), still}, "bearish"},
		{"the newest is not looked at", []types.Kline{still, candle(5, 4), candle(3, 6)}, ""},
		{"older ones are not looked at", []types.Kline{candle(5, 4), candle(3, 6), still, still}, ""},
		{"older ones do not disturb", []types.Kline{candle(1, 9), candle(5, 4), candle(3, 6), still}, "bullish"},
		{"both rise", []types.Kline{candle(4, 5), candle(3, 6), still}, ""},
		{"both fall", []types.Kline{candle(5, 4), candle(6, 3), still}, ""},
		{"covers one end", []types.Kline{candle(5, 4), candle(3, 4.5), still}, ""},
		{"covers the other end", []types.Kline{candle(5, 4), candle(4.5, 6), still}, ""},
		{"no change", []types.Kline{still, still, still}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := DetectEngulfingPattern(test.klines); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// periodic are the functions that take one period, as ones that return a pointer.
var periodic = map[string]func([]types.Kline, int) any{
	"CalculateMA":              func(k []types.Kline, p int) any { return CalculateMA(k, p) },
	"CalculateEMA":             func(k []types.Kline, p int) any { return CalculateEMA(k, p) },
	"CalculateRSI":             func(k []types.Kline, p int) any { return CalculateRSI(k, p) },
	"GetLatestRSI":             func(k []types.Kline, p int) any { return GetLatestRSI(k, p) },
	"CalculateMACD, the long":  func(k []types.Kline, p int) any { return CalculateMACD(k, 1, p, 1) },
	"GetLatestMACD, the long":  func(k []types.Kline, p int) any { return GetLatestMACD(k, 1, p, 1) },
	"CalculateBollingerBands":  func(k []types.Kline, p int) any { return CalculateBollingerBands(k, p, 2) },
	"GetLatestBollingerBands":  func(k []types.Kline, p int) any { return GetLatestBollingerBands(k, p, 2) },
	"CalculateAvgVolume":       func(k []types.Kline, p int) any { return CalculateAvgVolume(k, p) },
	"GetHighestHigh":           func(k []types.Kline, p int) any { return GetHighestHigh(k, p) },
	"GetLowestLow":             func(k []types.Kline, p int) any { return GetLowestLow(k, p) },
	"CalculateStochastic, K's": func(k []types.Kline, p int) any { return CalculateStochastic(k, p, 3) },
}

func TestPointersAreNilForPeriodsOutOfRange(t *testing.T) {
	t.Parallel()
	for name, function := range periodic {
		for _, test := range []struct {
			klines []types.Kline
			period int
		}{
			{nil, 1}, {nil, 0}, {[]types.Kline{}, 1}, {[]types.Kline{}, -1},
			{sequence(5, linear(1, 1)), 0}, {sequence(5, linear(1, 1)), -2}, {sequence(5, linear(1, 1)), 6},
		} {
			if got := function(test.klines, test.period); !reflect.ValueOf(got).IsNil() {
				t.Errorf("%s of %d candles, period %d: %v, want nil", name, len(test.klines), test.period, got)
			}
		}
		if got := function(sequence(5, linear(1, 1)), 4); reflect.ValueOf(got).IsNil() {
			t.Errorf("%s of 5 candles, period 4: nil", name)
		}
	}
}

func TestSeriesAreZerosForPeriodsOutOfRange(t *testing.T) {
	t.Parallel()
	for name, function := range map[string]func([]types.Kline, int) []float64{
		"CalculateMASeries": CalculateMASeries, "CalculateEMASeries": CalculateEMASeries,
	} {
		for _, candles := range []int{0, 1, 5} {
			for _, period := range []int{-1, 0, candles + 1} {
				got := function(sequence(candles, constant(3)), period)
				if want := make([]float64, candles); !reflect.DeepEqual(got, want) {
					t.Errorf("%s of %d candles, period %d: %v, want zeros", name, candles, period, got)
				}
			}
		}
		if got := function(nil, 1); len(got) != 0 {
			t.Errorf("%s of nil: %v, want nothing", name, got)
		}
	}
}

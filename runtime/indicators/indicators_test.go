package indicators

import (
	"math"
	"reflect"
	"testing"

	"github.com/trader-error-recovery/runtime/types"
)

func withCloses(closes ...float64) []types.Kline {
	klines := make([]types.Kline, len(closes))
	for i, price := range closes {
		klines[i] = types.Kline{Open: price, High: price, Low: price, Close: price, Volume: 1}
	}
	return klines
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func checkNumber(t *testing.T, name string, got *float64, want float64) {
	t.Helper()
	if got == nil || !near(*got, want) {
		t.Errorf("%s = %v, want %v", name, got, want)
	}
}

func checkSeries(t *testing.T, name string, got []float64, want ...float64) {
	t.Helper()
	for i := range want {
		if len(got) != len(want) || !near(got[i], want[i]) {
			t.Errorf("%s = %v, want %v", name, got, want)
			return
		}
	}
}

// The expected values in this file are worked out by hand from the definitions.

func TestAverages(t *testing.T) {
	t.Parallel()
	klines := withCloses(2, 4, 6, 12)
	checkNumber(t, "MA", CalculateMA(klines, 3), 22.0/3)
	checkSeries(t, "MA series", CalculateMASeries(klines, 3), 0, 0, 4, 22.0/3)
	// The weight is 2/(3+1) = 1/2: 2, 3, 4.5, 8.25.
	checkNumber(t, "EMA", CalculateEMA(klines, 3), 8.25)
	checkSeries(t, "EMA series", CalculateEMASeries(klines, 3), 2, 3, 4.5, 8.25)
}

func TestRSI(t *testing.T) {
	t.Parallel()
	// Changes +2 -1 +3 -2. At index 2: gain 1, loss 0.5, so 66.67. Then (1+3)/2 = 2 and 0.25, so 88.89; then 1 and 1.125.
	result := CalculateRSI(withCloses(10, 12, 11, 14, 12), 2)
	checkSeries(t, "RSI", result.Values, 0, 0, 100-100/3.0, 100-100/9.0, 100-100/(1+1/1.125))
	checkSeries(t, "only gains", CalculateRSI(withCloses(1, 2, 3), 2).Values, 0, 0, 100)
	checkSeries(t, "no change", CalculateRSI(withCloses(1, 1, 1), 2).Values, 0, 0, 50)
	if CalculateRSI(withCloses(1, 2), 2) != nil {
		t.Error("RSI of as many candles as its period is not nil")
	}
	// Only losses give 0 everywhere, which GetLatestRSI takes for no value.
	if got := GetLatestRSI(withCloses(3, 2, 1), 2); got != nil {
		t.Errorf("latest RSI of only losses = %v, want nil", *got)
	}
	// A period of 1 forgets at once: 100 after the gain, 0 after the loss, and the 0 is passed over.
	checkNumber(t, "latest", GetLatestRSI(withCloses(1, 2, 1), 1), 100)
}

func TestMACD(t *testing.T) {
	t.Parallel()
	// Period 1 follows the closes, period 3 is 2 3 4.5 8.25: the difference is 0 1 1.5 3.75. The signal over 2 is seeded
	// with 0.5 at index 1 and goes on with weight 2/3.
	result := CalculateMACD(withCloses(2, 4, 6, 12), 1, 3, 2)
	second := 1.5*2/3 + 0.5/3
	third := 3.75*2/3 + second/3
	checkSeries(t, "MACD", result.MACD, 0, 1, 1.5, 3.75)
	checkSeries(t, "signal", result.Signal, 0, 0.5, second, third)
	checkSeries(t, "histogram", result.Histogram, 0, 0.5, 1.5-second, 3.75-third)
	latest := GetLatestMACD(withCloses(2, 4, 6, 12), 1, 3, 2)
	checkSeries(t, "latest", []float64{latest.MACD, latest.Signal, latest.Histogram}, 3.75, third, 3.75-third)
	checkSeries(t, "too short for a signal", CalculateMACD(withCloses(2, 4, 6), 1, 3, 9).Signal, 0, 0, 0)
}

func TestBollingerBands(t *testing.T) {
	t.Parallel()
	// The mean of 2 4 6 is 4 and its population variance 8/3.
	distance := 2 * math.Sqrt(8.0/3)
	result := CalculateBollingerBands(withCloses(2, 4, 6), 3, 2)
	checkSeries(t, "upper", result.Upper, 0, 0, 4+distance)
	checkSeries(t, "middle", result.Middle, 0, 0, 4)
	checkSeries(t, "lower", result.Lower, 0, 0, 4-distance)
	latest := GetLatestBollingerBands(withCloses(2, 4, 6), 3, 2)
	checkSeries(t, "latest", []float64{latest.Upper, latest.Middle, latest.Lower}, 4+distance, 4, 4-distance)
}

func TestRanges(t *testing.T) {
	t.Parallel()
	klines := []types.Kline{{High: 20, Low: 1, Close: 9}, {High: 8, Low: 4, Close: 5}, {High: 10, Low: 6, Close: 7}}
	checkNumber(t, "highest", GetHighestHigh(klines, 2), 10)
	checkNumber(t, "lowest", GetLowestLow(klines, 2), 4)
	stochastic := CalculateStochastic(klines, 2, 3)
	checkSeries(t, "stochastic", []float64{stochastic.K, stochastic.D}, 50, 45)
	flat := CalculateStochastic(withCloses(5, 5), 2, 3)
	checkSeries(t, "flat stochastic", []float64{flat.K, flat.D}, 50, 45)
}

func TestVolume(t *testing.T) {
	t.Parallel()
	klines := []types.Kline{{High: 3, Low: 1, Close: 2, Volume: 10}, {High: 6, Low: 2, Close: 4, Volume: 30}}
	checkNumber(t, "average", CalculateAvgVolume(klines, 2), 20)
	if got := CalculateVWAP(klines); !near(got, (2*10+4*30)/40.0) {
		t.Errorf("VWAP = %v, want 3.5", got)
	}
	if CalculateVWAP(nil) != 0 || CalculateVWAP([]types.Kline{{High: 1}}) != 0 {
		t.Error("VWAP without volume is not 0")
	}
}

func TestDetectEngulfingPattern(t *testing.T) {
	t.Parallel()
	candle := func(open, closed float64) types.Kline { return types.Kline{Open: open, Close: closed} }
	for want, klines := range map[string][]types.Kline{
		"bullish": {candle(5, 4), candle(3, 6), candle(1, 1)},
		"bearish": {candle(4, 5), candle(6, 3), candle(9, 9)},
		"":        {candle(5, 4), candle(4, 6), candle(1, 1)},
	} {
		if got := DetectEngulfingPattern(klines); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := DetectEngulfingPattern([]types.Kline{candle(5, 4), candle(3, 6)}); got != "" {
		t.Errorf("two candles give %q", got)
	}
}

func TestPeriodsOutOfRange(t *testing.T) {
	t.Parallel()
	klines := withCloses(1, 2)
	for _, period := range []int{-1, 0, 3} {
		absent := []any{
			CalculateMA(klines, period), CalculateEMA(klines, period), CalculateRSI(klines, period), GetLatestRSI(klines, period),
			CalculateMACD(klines, 1, period, 1), GetLatestMACD(klines, 1, period, 1), CalculateBollingerBands(klines, period, 2),
			GetLatestBollingerBands(klines, period, 2), CalculateAvgVolume(klines, period), GetHighestHigh(klines, period),
			GetLowestLow(klines, period), CalculateStochastic(klines, period, 3),
		}
		for i, result := range absent {
			if !reflect.ValueOf(result).IsNil() {
				t.Errorf("period %d, function %d: not nil", period, i)
			}
		}
		checkSeries(t, "MA series", CalculateMASeries(klines, period), 0, 0)
		checkSeries(t, "EMA series", CalculateEMASeries(klines, period), 0, 0)
	}
}

package indicators

import "testing"

func TestRSIByHand(t *testing.T) {
	t.Parallel()
	// Closes 44 47 45 50 49 49 52 with period 3: changes +3 -2 +5 -1 0 +3.
	//   index 3: gain 8/3, loss 2/3            -> 100 * gain/(gain+loss) = 100 * 8/10
	//   index 4: gain 16/9, loss (4/3+1)/3=7/9 -> 100 * 16/23
	//   index 5: gain 32/27, loss 14/27        -> the same, as nothing changed: both shrink by 2/3
	//   index 6: gain (64/27+3)/3 = 145/81, loss 28/81 -> 100 * 145/173
	klines := withCloses(44, 47, 45, 50, 49, 49, 52)
	want := []float64{0, 0, 0, 80, 100 * 16.0 / 23, 100 * 16.0 / 23, 100 * 145.0 / 173}
	checkSeries(t, "RSI", CalculateRSI(klines, 3).Values, want...)
	checkNumber(t, "latest RSI", GetLatestRSI(klines, 3), 100*145.0/173)
}

func TestRSIOfAlternatingChangesIsTheShareOfGains(t *testing.T) {
	t.Parallel()
	// An even first window of +3 -1 holds mean gain 3/2 and mean loss 1/2: 75. Wilder's weight is 1/p, so with p = 2 the
	// next gain makes 9/4 against 1/4, which is 90, and the next loss 9/8 against 5/8, which is 900/14.
	klines := withCloses(10, 13, 12, 15, 14)
	checkSeries(t, "RSI", CalculateRSI(klines, 2).Values, 0, 0, 75, 90, 900.0/14)
}

func TestRSIAtItsEdges(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		price func(int) float64
		want  float64
	}{
		{"only gains", linear(10, 1), 100},
		{"only losses", linear(90, -1), 0},
		{"no change", constant(50), 50},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, period := range []int{1, 2, 14, 29} {
				result := CalculateRSI(sequence(30, test.price), period)
				checkFormula(t, result.Values, 30, period, constant(test.want))
			}
		})
	}
}

func TestRSINeedsOneCandleMoreThanItsPeriod(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		candles, period int
		enough          bool
	}{
		{0, 1, false}, {1, 1, false}, {2, 1, true}, {14, 14, false}, {15, 14, true}, {15, 0, false}, {15, -1, false},
	} {
		klines := sequence(test.candles, linear(1, 1))
		result, latest := CalculateRSI(klines, test.period), GetLatestRSI(klines, test.period)
		if (result != nil) != test.enough || (latest != nil) != test.enough {
			t.Errorf("%d candles, period %d: RSI %v, latest %v, want enough %t", test.candles, test.period, result, latest, test.enough)
		}
	}
}

func TestLatestRSIPassesOverZeros(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		closes []float64
		period int
		want   float64 // 0 where there is none
	}{
		{"only losses have none", []float64{9, 8, 7, 6, 5}, 2, 0},
		{"gains long before", []float64{1, 5, 4, 3, 2}, 1, 100},
		{"nothing changed long before", []float64{5, 5, 4, 3}, 1, 50},
		// With period 2 a gain of 4 and a loss of 1 make 80; then 1 against 3/4, which is 400/7.
		{"last value not 0", []float64{1, 5, 4, 3}, 2, 100 * (1.0 / (1 + 0.75))},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := GetLatestRSI(withCloses(test.closes...), test.period)
			switch {
			case test.want == 0 && got != nil:
				t.Errorf("got %v, want nil", *got)
			case test.want != 0:
				checkNumber(t, "latest RSI", got, test.want)
			}
		})
	}
}

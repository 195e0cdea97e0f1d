package cases

import "github.com/vyx/go-screener/pkg/types"

// Several fields or sums in one case: the interpreter tests the first alone; constants and variables are all tested.
func evaluate(data *types.MarketData) bool {
	k := types.Kline{Open: 1, Close: 2}
	found := 0
	switch 2.0 {
	case k.Open, k.Close:
		found++
	}
	a, b := 2, 4
	switch b {
	case a + 1, a + 2:
		found++
	}
	return found == 2
}

// Output: false

// Go: true

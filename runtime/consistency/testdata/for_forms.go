package cases

import "github.com/vyx/go-screener/pkg/types"

// The four forms of for.
func evaluate(data *types.MarketData) bool {
	a := 0
	for a < 3 {
		a++
	}
	b := 0
	for {
		if b++; b >= 4 {
			break
		}
	}
	c := 0
	for i, j := 0, 10; i < j; i, j = i+1, j-1 {
		c++
	}
	d := 0
	for range data.Klines["5m"] {
		d++
	}
	return a == 3 && b == 4 && c == 5 && d == len(data.Klines["5m"])
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// Statements on one line.
func evaluate(data *types.MarketData) bool {
	a := 1
	b := 2
	if a < b {
		a, b = b, a
	}
	return a == 2
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A named number type has the operations of its base.
func evaluate(data *types.MarketData) bool {
	type percent float64
	type count int
	p := percent(2.5)
	c := count(3)
	return float64(p)*2 == 5 && int(c)+1 == 4 && p > 2 && c%2 == 1
}

// Output: true

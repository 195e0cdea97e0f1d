package cases

import "github.com/vyx/go-screener/pkg/types"

// A copied struct shares its slice.
func evaluate(data *types.MarketData) bool {
	type series struct{ values []float64 }
	a := series{values: []float64{1, 2}}
	b := a
	b.values[0] = 9
	b.values = append(b.values, 3)
	return a.values[0] == 9 && len(a.values) == 2 && len(b.values) == 3
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// The length of an array from its literal, and a slice of it.
func evaluate(data *types.MarketData) bool {
	a := [...]float64{1, 2, 3, 4}
	part := a[1:3]
	part[0] = 20
	return len(a) == 4 && a[1] == 20 && cap(part) == 3
}

// Output: true

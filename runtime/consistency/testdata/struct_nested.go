package cases

import "github.com/vyx/go-screener/pkg/types"

// A struct within a struct is part of it.
func evaluate(data *types.MarketData) bool {
	type box struct{ low, high float64 }
	type zone struct {
		name   string
		range_ box
	}
	z := zone{"a", box{1, 2}}
	y := z
	y.range_.high = 5
	return z.range_.high == 2 && y.range_.high == 5 && z.range_.low == y.range_.low
}

// Output: true

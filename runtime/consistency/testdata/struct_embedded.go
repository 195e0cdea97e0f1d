package cases

import "github.com/vyx/go-screener/pkg/types"

// Fields of an embedded struct are reached directly.
func evaluate(data *types.MarketData) bool {
	type base struct{ price float64 }
	type signal struct {
		base
		strength int
	}
	s := signal{base{1.5}, 3}
	s.price = 2
	return s.base.price == 2 && s.strength == 3
}

// Output: true

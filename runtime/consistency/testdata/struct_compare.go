package cases

import "github.com/vyx/go-screener/pkg/types"

// Structs are equal if their fields are.
func evaluate(data *types.MarketData) bool {
	type point struct {
		x, y int
	}
	a, b := point{1, 2}, point{1, 2}
	same := a == b
	b.y = 3
	return same && a != b
}

// Output: true

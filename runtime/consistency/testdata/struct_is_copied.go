package cases

import "github.com/vyx/go-screener/pkg/types"

// An assigned struct is a copy, one in a slice as well.
func evaluate(data *types.MarketData) bool {
	type point struct{ x int }
	a := point{1}
	b := a
	b.x = 2
	list := []point{a, b}
	c := list[0]
	c.x = 9
	list[1].x = 7
	return a.x == 1 && b.x == 2 && list[0].x == 1 && list[1].x == 7
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// Literals with and without names, and zero values.
func evaluate(data *types.MarketData) bool {
	type point struct {
		x, y float64
		name string
	}
	a := point{1, 2, "a"}
	b := point{y: 3}
	var c point
	return a.x == 1 && a.name == "a" && b.x == 0 && b.y == 3 && c.name == "" && c.x == 0
}

// Output: true

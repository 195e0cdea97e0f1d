package cases

import "github.com/vyx/go-screener/pkg/types"

// Fields and elements are swapped as well.
func evaluate(data *types.MarketData) bool {
	type pair struct{ a, b int }
	p := pair{1, 2}
	p.a, p.b = p.b, p.a
	m := map[string]int{"x": 1, "y": 2}
	m["x"], m["y"] = m["y"], m["x"]
	return p.a == 2 && p.b == 1 && m["x"] == 2 && m["y"] == 1
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A map that is assigned is the same map.
func evaluate(data *types.MarketData) bool {
	a := map[string]int{"x": 1}
	b := a
	b["x"] = 2
	set := func(m map[string]int) { m["y"] = 3 }
	set(a)
	return a["x"] == 2 && b["y"] == 3 && len(b) == 2
}

// Output: true

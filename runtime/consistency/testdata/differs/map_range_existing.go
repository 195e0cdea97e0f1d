package cases

import "github.com/vyx/go-screener/pkg/types"

// A range with = over a map never writes the variable outside of it.
func evaluate(data *types.MarketData) bool {
	m := map[string]int{"a": 1, "b": 1}
	v := 0
	for _, v = range m {
	}
	return v == 1
}

// Output: false

// Go: true

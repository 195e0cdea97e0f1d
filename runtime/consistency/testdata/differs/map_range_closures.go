package cases

import "github.com/vyx/go-screener/pkg/types"

// The variables of a range over a map are the same in every turn, so closures all see the last value.
func evaluate(data *types.MarketData) bool {
	m := map[string]int{"a": 1, "b": 2}
	values := []func() int{}
	for _, v := range m {
		values = append(values, func() int { return v })
	}
	return values[0]()+values[1]() == 3
}

// Output: false

// Go: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// The map that is ranged over is looked up once; giving its variable another value changes nothing.
func evaluate(data *types.MarketData) bool {
	m := map[string]int{"a": 1, "b": 2}
	sum := 0
	for _, v := range m {
		m = nil
		sum += v
	}
	return sum == 3
}

// Output: true

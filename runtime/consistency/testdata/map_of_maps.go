package cases

import "github.com/vyx/go-screener/pkg/types"

// Maps within maps.
func evaluate(data *types.MarketData) bool {
	table := map[string]map[string]int{"a": {"x": 1}}
	table["b"] = map[string]int{}
	table["b"]["y"] = 2
	return table["a"]["x"] == 1 && table["b"]["y"] == 2 && table["c"]["z"] == 0
}

// Output: true

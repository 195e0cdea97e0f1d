package cases

import "github.com/vyx/go-screener/pkg/types"

// delete removes a key and does nothing for one that is missing, even in a nil map.
func evaluate(data *types.MarketData) bool {
	table := map[string]int{"a": 1, "b": 2}
	delete(table, "a")
	delete(table, "z")
	var none map[string]int
	delete(none, "a")
	_, ok := table["a"]
	return len(table) == 1 && !ok && table["b"] == 2
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// Keys may be deleted while the range runs.
func evaluate(data *types.MarketData) bool {
	table := map[int]bool{1: true, 2: true, 3: true, 4: true}
	for key := range table {
		if key%2 == 0 {
			delete(table, key)
		}
	}
	return len(table) == 2 && table[1] && !table[2]
}

// Output: true

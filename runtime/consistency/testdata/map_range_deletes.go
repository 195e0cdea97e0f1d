package cases

import "github.com/vyx/go-screener/pkg/types"

// A key that is deleted during the range is not visited any more.
func evaluate(data *types.MarketData) bool {
	m := map[string]int{"a": 1, "b": 2, "c": 3}
	turns := 0
	for k := range m {
		turns++
		for o := range m {
			if o != k {
				delete(m, o)
			}
		}
	}
	return turns == 1
}

// Output: true

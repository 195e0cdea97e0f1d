package cases

import "github.com/vyx/go-screener/pkg/types"

// The operators that assign work on elements.
func evaluate(data *types.MarketData) bool {
	count := map[string]int{}
	for _, k := range data.Klines["5m"] {
		if k.Close > k.Open {
			count["up"]++
		} else if k.Close < k.Open {
			count["down"] += 1
		} else {
			count["flat"]++
		}
	}
	return count["up"] > count["down"] && len(count) <= 3
}

// Output: true false false true false false false

package cases

import "github.com/vyx/go-screener/pkg/types"

// The longest row of rising candles.
func evaluate(data *types.MarketData) bool {
	longest, current := 0, 0
	for _, k := range data.Klines["5m"] {
		if k.Close > k.Open {
			current++
			if current > longest {
				longest = current
			}
		} else {
			current = 0
		}
	}
	return longest >= 7
}

// Output: true true false true false false false

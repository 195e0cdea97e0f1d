package cases

import "github.com/vyx/go-screener/pkg/types"

// continue in a range, with a condition on the candle.
func evaluate(data *types.MarketData) bool {
	rising, falling := 0, 0
	for _, k := range data.Klines["5m"] {
		if k.Close == k.Open {
			continue
		}
		if k.Close > k.Open {
			rising++
			continue
		}
		falling++
	}
	return rising > falling
}

// Output: true false false true false false false

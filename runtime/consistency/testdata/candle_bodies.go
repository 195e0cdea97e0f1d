package cases

import "github.com/vyx/go-screener/pkg/types"

// Shapes of single candles: doji, hammer and the like.
func evaluate(data *types.MarketData) bool {
	dojis := 0
	for _, k := range data.Klines["5m"] {
		body, height := k.Close-k.Open, k.High-k.Low
		if body < 0 {
			body = -body
		}
		if height > 0 && body/height < 0.5 {
			dojis++
		}
	}
	return dojis > 3
}

// Output: true true false true false false false

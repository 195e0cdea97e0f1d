package cases

import "github.com/vyx/go-screener/pkg/types"

// A function literal that is called where it stands.
func evaluate(data *types.MarketData) bool {
	total := func(klines []types.Kline) float64 {
		sum := 0.0
		for _, k := range klines {
			sum += k.Volume
		}
		return sum
	}(data.Klines["5m"])
	return total > 10000
}

// Output: true true false false false false false

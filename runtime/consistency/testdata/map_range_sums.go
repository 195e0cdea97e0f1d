package cases

import "github.com/vyx/go-screener/pkg/types"

// A range over a map meets every key once; the order must not matter.
func evaluate(data *types.MarketData) bool {
	weights := map[string]float64{"rsi": 1, "macd": 2, "volume": 4}
	sum, letters := 0.0, 0
	for name, weight := range weights {
		sum += weight
		letters += len(name)
	}
	return sum == 7 && letters == 13
}

// Output: true

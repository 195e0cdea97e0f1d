package cases

import "github.com/vyx/go-screener/pkg/types"

// Only the first true branch runs.
func evaluate(data *types.MarketData) bool {
	price, label := 0.0, ""
	if data.Ticker != nil {
		price = data.Ticker.LastPrice
	}
	if price > 120 {
		label = "high"
	} else if price > 100 {
		label = "middle"
	} else if price > 0 {
		label = "low"
	}
	return label == "middle"
}

// Output: true false false true false false false

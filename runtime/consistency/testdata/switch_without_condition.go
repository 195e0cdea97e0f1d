package cases

import "github.com/vyx/go-screener/pkg/types"

// A switch without a value takes the first true case.
func evaluate(data *types.MarketData) bool {
	change := 0.0
	if data.Ticker != nil {
		change = data.Ticker.PriceChangePercent
	}
	switch {
	case change > 2:
		return true
	case change < 0:
		return false
	case change > 0:
		return len(data.Klines["5m"]) == 10
	}
	return false
}

// Output: true false false true false false false

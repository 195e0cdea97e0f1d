package cases

import "github.com/vyx/go-screener/pkg/types"

// A return within nested switches.
func evaluate(data *types.MarketData) bool {
	for i, k := range data.Klines["5m"] {
		switch {
		case k.Close > k.Open:
			switch i % 2 {
			case 1:
				return k.Close > 100
			}
		case k.Close < k.Open:
			continue
		}
	}
	return false
}

// Output: true true false true false false false

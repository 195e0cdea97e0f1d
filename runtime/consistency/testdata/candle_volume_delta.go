package cases

import "github.com/vyx/go-screener/pkg/types"

// Buyers against sellers.
func evaluate(data *types.MarketData) bool {
	buy, sell, delta := 0.0, 0.0, 0.0
	for _, k := range data.Klines["5m"] {
		buy += k.BuyVolume
		sell += k.SellVolume
		delta += k.VolumeDelta
	}
	difference := buy - sell - delta
	return delta > 0 && difference < 1e-6 && difference > -1e-6
}

// Output: true false false true false false false

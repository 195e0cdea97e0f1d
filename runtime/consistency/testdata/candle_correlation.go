package cases

import "github.com/vyx/go-screener/pkg/types"

// Sums over two series at once: do volume and price rise together?
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	n := float64(len(klines))
	if n < 10 {
		return false
	}
	var sx, sy, sxy float64
	for _, k := range klines {
		sx += k.Close
		sy += k.Volume
		sxy += k.Close * k.Volume
	}
	return n*sxy > sx*sy
}

// Output: true false false true false false false

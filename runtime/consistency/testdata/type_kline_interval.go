package cases

import "github.com/vyx/go-screener/pkg/types"

// The executor's own named type.
func evaluate(data *types.MarketData) bool {
	interval := types.KlineInterval("5m")
	klines := data.Klines[string(interval)]
	return interval == "5m" && len(klines) > 100
}

// Output: true true false false false false false

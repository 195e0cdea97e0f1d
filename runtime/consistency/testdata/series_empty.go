package cases

import "github.com/vyx/go-screener/pkg/types"

// A map without entries.
func calculateSeries(data *types.MarketData) map[string]interface{} {
	return map[string]interface{}{}
}

// Output: {}

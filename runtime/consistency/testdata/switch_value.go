package cases

import "github.com/vyx/go-screener/pkg/types"

// Several values to a case; no case falls through by itself.
func evaluate(data *types.MarketData) bool {
	result := 0
	switch len(data.Klines["5m"]) {
	case 0, 1:
		result = 1
	case 10:
		result = 10
	default:
		result = -1
	}
	return result == 1
}

// Output: false false false false true true true

package cases

import "github.com/vyx/go-screener/pkg/types"

// Constants and variables listed in one case are all tested.
func evaluate(data *types.MarketData) bool {
	a, b := 10, 250
	switch len(data.Klines["5m"]) {
	case 1, 2, 3:
		return false
	case a, b:
		return true
	}
	return false
}

// Output: true false false true false false false

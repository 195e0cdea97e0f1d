package cases

import "github.com/vyx/go-screener/pkg/types"

// Cases can be strings, computed ones as well.
func evaluate(data *types.MarketData) bool {
	suffix := "USDT"
	switch data.Symbol {
	case "RISE" + suffix, "TEN" + suffix:
		return true
	case "FALLUSDT":
		return false
	}
	return data.Symbol > "NZ"
}

// Output: true false false true true false false

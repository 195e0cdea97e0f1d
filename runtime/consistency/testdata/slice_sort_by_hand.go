package cases

import "github.com/vyx/go-screener/pkg/types"

// An insertion sort of the closes gives their median.
func evaluate(data *types.MarketData) bool {
	var closes []float64
	for _, k := range data.Klines["5m"] {
		closes = append(closes, k.Close)
	}
	if len(closes) > 40 {
		closes = closes[len(closes)-40:]
	}
	for i := 1; i < len(closes); i++ {
		for j := i; j > 0 && closes[j-1] > closes[j]; j-- {
			closes[j-1], closes[j] = closes[j], closes[j-1]
		}
	}
	for i := 1; i < len(closes); i++ {
		if closes[i-1] > closes[i] {
			return false
		}
	}
	return len(closes) > 0 && closes[len(closes)/2] > 100
}

// Output: true true false true false false false

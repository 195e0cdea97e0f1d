package cases

import "github.com/vyx/go-screener/pkg/types"

// Appending to a missing key starts from nil.
func evaluate(data *types.MarketData) bool {
	groups := map[bool][]float64{}
	for _, k := range data.Klines["5m"] {
		groups[k.Close > k.Open] = append(groups[k.Close > k.Open], k.Volume)
	}
	return len(groups[true]) > 0 && len(groups[true])+len(groups[false]) == len(data.Klines["5m"])
}

// Output: true true false true false false false

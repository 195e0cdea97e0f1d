package cases

import "github.com/vyx/go-screener/pkg/types"

// Pointers to the candle of each turn: in the interpreter all of them are to the last one.
func evaluate(data *types.MarketData) bool {
	var kept []*types.Kline
	for _, k := range data.Klines["5m"] {
		kept = append(kept, &k)
	}
	return len(kept) > 1 && kept[0].OpenTime < kept[1].OpenTime
}

// Output: false

// Go: true true true true false false false

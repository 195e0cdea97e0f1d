package cases

import "github.com/vyx/go-screener/pkg/types"

// A candle of the filter's own making.
func evaluate(data *types.MarketData) bool {
	var k types.Kline
	k.Open, k.Close = 1, 2
	other := types.Kline{Open: 1, Close: 2}
	list := []types.Kline{k, {Close: 3}}
	return k == other && list[1].Close == 3 && len(list) == 2
}

// Output: true

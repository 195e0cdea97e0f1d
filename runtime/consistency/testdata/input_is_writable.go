package cases

import "github.com/vyx/go-screener/pkg/types"

// A filter may write to its data; it sees what it wrote.
func evaluate(data *types.MarketData) bool {
	data.Klines["new"] = []types.Kline{{Close: 1}}
	data.Symbol = "X"
	data.Ticker = &types.SimplifiedTicker{LastPrice: 9}
	return len(data.Klines["new"]) == 1 && data.Symbol == "X" && data.Ticker.LastPrice == 9
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// Parentheses and lines that go on.
func evaluate(data *types.MarketData) bool {
	n := len(data.Klines["5m"])
	return (n > 100 &&
		data.Ticker != nil) ||
		(n == 10 &&
			!(data.Symbol == "")) ||
		n == 0 && data.Ticker == nil
}

// Output: true true false true false false true

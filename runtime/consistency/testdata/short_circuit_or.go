package cases

import "github.com/vyx/go-screener/pkg/types"

// The right side of || is not evaluated once the left is true.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	return len(klines) < 2 || klines[1].Close > klines[0].Close
}

// Output: true false false true true true true

package cases

import "github.com/vyx/go-screener/pkg/types"

// Fields of indexed candles in a literal crash the interpreter while it compiles.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	if len(klines) < 3 {
		return false
	}
	prices := []float64{klines[0].Close, klines[1].Close, klines[2].Close}
	return prices[0] == klines[0].Close && prices[2] == klines[2].Close
}

// Output: refused

// Go: true true true true false false false

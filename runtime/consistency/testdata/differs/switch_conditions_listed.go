package cases

import "github.com/vyx/go-screener/pkg/types"

// Two conditions in one case: the interpreter tests the first alone.
func evaluate(data *types.MarketData) bool {
	rising, active := false, false
	if klines := data.Klines["5m"]; len(klines) > 1 {
		rising = klines[len(klines)-1].Close > klines[0].Close
		active = len(klines) > 100
	}
	switch {
	case rising, active:
		return true
	}
	return false
}

// Output: true false false true false false false

// Go: true true false true false false false

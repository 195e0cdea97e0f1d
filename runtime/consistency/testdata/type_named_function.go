package cases

import "github.com/vyx/go-screener/pkg/types"

// A named function type.
func evaluate(data *types.MarketData) bool {
	type rule func(types.Kline) bool
	rules := []rule{
		func(k types.Kline) bool { return k.High >= k.Low },
		func(k types.Kline) bool { return k.Close > 0 },
	}
	for _, k := range data.Klines["5m"] {
		for _, r := range rules {
			if !r(k) {
				return false
			}
		}
	}
	return len(rules) == 2
}

// Output: true

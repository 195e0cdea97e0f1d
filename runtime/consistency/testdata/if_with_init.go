package cases

import "github.com/vyx/go-screener/pkg/types"

// What an if declares is known in all of its branches.
func evaluate(data *types.MarketData) bool {
	if n := len(data.Klines["5m"]); n > 100 {
		return true
	} else if half := n / 2; half > 10 {
		return n == half*2
	} else {
		return n+half == 1
	}
}

// Output: true true true false true false false

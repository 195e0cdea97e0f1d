package cases

import "github.com/vyx/go-screener/pkg/types"

// The same for a field.
func evaluate(data *types.MarketData) bool {
	early := 0.0
	k := types.Kline{Close: 1}
	func() {
		defer func(price float64) { early = price }(k.Close)
		k.Close = 2
	}()
	return early == 1
}

// Output: false

// Go: true

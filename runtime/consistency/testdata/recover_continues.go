package cases

import "github.com/vyx/go-screener/pkg/types"

// A recovered panic ends its function alone; with a named result the caller learns of it.
func evaluate(data *types.MarketData) bool {
	failures := 0
	for i := 0; i < 3; i++ {
		func() {
			defer func() {
				if recover() != nil {
					failures++
				}
			}()
			if data.Klines["5m"][i].Close > 0 {
				return
			}
		}()
	}
	return failures > 0
}

// Output: false false false false true true true

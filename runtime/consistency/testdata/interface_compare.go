package cases

import "github.com/vyx/go-screener/pkg/types"

// Values in interfaces compare by type and value.
func evaluate(data *types.MarketData) bool {
	var a, b interface{} = 1, 1
	var c interface{} = 1.0
	var none interface{}
	return a == b && a != c && none == nil && a != nil
}

// Output: true

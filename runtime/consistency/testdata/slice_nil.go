package cases

import "github.com/vyx/go-screener/pkg/types"

// A nil slice has no length, equals nil, and is not an empty one.
func evaluate(data *types.MarketData) bool {
	var none []float64
	empty := []float64{}
	return none == nil && empty != nil && len(none) == 0 && cap(none) == 0 && len(append(none, 1)) == 1
}

// Output: true

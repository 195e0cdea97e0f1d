package cases

import "github.com/vyx/go-screener/pkg/types"

// float32 keeps about seven digits.
func evaluate(data *types.MarketData) bool {
	precise := 16777217.0
	single := float32(precise)
	return float64(single) == 16777216 && float32(0.1) != float32(0.2) && float64(float32(0.1)) != 0.1
}

// Output: true

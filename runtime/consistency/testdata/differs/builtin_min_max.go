package cases

import "github.com/vyx/go-screener/pkg/types"

// min and max, new in Go 1.21, are missing.
func evaluate(data *types.MarketData) bool {
	values := []float64{3, 1, 2}
	return min(values[0], values[1], values[2]) == 1 && max(values[0], 2.5) == 3
}

// Output: refused

// Go: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// clear, new in Go 1.21, is missing.
func evaluate(data *types.MarketData) bool {
	values := []float64{3, 1}
	clear(values)
	return values[0] == 0 && len(values) == 2
}

// Output: refused

// Go: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// The ways to write a float.
func evaluate(data *types.MarketData) bool {
	return 1e3 == 1000.0 && .5 == 0.5 && 1_000.5 == 1000.5 && 0x1p-2 == 0.25 && 1e-3 < 0.0011
}

// Output: true

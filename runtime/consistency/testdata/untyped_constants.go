package cases

import "github.com/vyx/go-screener/pkg/types"

// Constant arithmetic is exact and takes its type from where it is used.
func evaluate(data *types.MarketData) bool {
	const third = 1.0 / 3
	const big = 1 << 40
	half := 1 / 2
	halfFloat := 1 / 2.0
	return third*3 == 1 && big>>38 == 4 && half == 0 && halfFloat == 0.5
}

// Output: true

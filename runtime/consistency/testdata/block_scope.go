package cases

import "github.com/vyx/go-screener/pkg/types"

// Blocks by themselves.
func evaluate(data *types.MarketData) bool {
	total := 0
	{
		a := 1
		total += a
	}
	{
		a := 2
		total += a
	}
	return total == 3
}

// Output: true

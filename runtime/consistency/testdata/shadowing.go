package cases

import "github.com/vyx/go-screener/pkg/types"

// An inner declaration leaves the outer variable alone.
func evaluate(data *types.MarketData) bool {
	x := 1
	if true {
		x := 2
		x++
	}
	{
		x := 10
		_ = x
	}
	for x := 0; x < 3; x++ {
	}
	return x == 1
}

// Output: true

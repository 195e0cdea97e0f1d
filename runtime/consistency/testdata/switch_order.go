package cases

import "github.com/vyx/go-screener/pkg/types"

// Cases are tried from top to bottom until one fits.
func evaluate(data *types.MarketData) bool {
	tried := 0
	try := func(x int) int { tried++; return x }
	switch 3 {
	case try(1):
		return false
	case try(3):
		return tried == 2
	case try(4):
	}
	return false
}

// Output: true

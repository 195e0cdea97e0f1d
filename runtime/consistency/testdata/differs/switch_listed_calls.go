package cases

import "github.com/vyx/go-screener/pkg/types"

// Several calls in one case: the interpreter tests the first alone.
func evaluate(data *types.MarketData) bool {
	same := func(x int) int { return x }
	value := 3
	switch value {
	case same(1), same(3):
		return true
	}
	return false
}

// Output: false

// Go: true

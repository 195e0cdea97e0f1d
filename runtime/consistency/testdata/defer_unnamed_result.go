package cases

import "github.com/vyx/go-screener/pkg/types"

// A result without a name is settled by return.
func evaluate(data *types.MarketData) bool {
	count := func() int {
		n := 1
		defer func() { n = 100 }()
		return n
	}
	return count() == 1
}

// Output: true

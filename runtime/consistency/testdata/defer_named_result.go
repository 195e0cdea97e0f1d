package cases

import "github.com/vyx/go-screener/pkg/types"

// A deferred closure may change a named result after return has set it.
func evaluate(data *types.MarketData) bool {
	double := func(x int) (result int) {
		defer func() { result *= 2 }()
		return x + 1
	}
	return double(4) == 10
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A closure calls itself by its variable.
func evaluate(data *types.MarketData) bool {
	var factorial func(int) int
	factorial = func(n int) int {
		if n < 2 {
			return 1
		}
		return n * factorial(n-1)
	}
	return factorial(10) == 3628800
}

// Output: true

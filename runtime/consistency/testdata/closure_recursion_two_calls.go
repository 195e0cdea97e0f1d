package cases

import "github.com/vyx/go-screener/pkg/types"

// Two calls of itself in one expression.
func evaluate(data *types.MarketData) bool {
	var fib func(int) int
	fib = func(n int) int {
		if n < 2 {
			return n
		}
		return fib(n-1) + fib(n-2)
	}
	return fib(12) == 144
}

// Output: true

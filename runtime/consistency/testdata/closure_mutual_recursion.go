package cases

import "github.com/vyx/go-screener/pkg/types"

// Two closures that call each other.
func evaluate(data *types.MarketData) bool {
	var even, odd func(int) bool
	even = func(n int) bool {
		if n == 0 {
			return true
		}
		return odd(n - 1)
	}
	odd = func(n int) bool {
		if n == 0 {
			return false
		}
		return even(n - 1)
	}
	return even(10) && !even(7) && odd(3)
}

// Output: true

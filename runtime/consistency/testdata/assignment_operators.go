package cases

import "github.com/vyx/go-screener/pkg/types"

// Every operator that assigns.
func evaluate(data *types.MarketData) bool {
	n := 100
	n += 10
	n -= 20
	n *= 2
	n /= 7
	n %= 20
	n <<= 3
	n >>= 1
	n |= 1
	n &= 0xF
	n ^= 3
	n &^= 2
	f := 2.0
	f *= 1.5
	f -= 0.5
	f /= 5
	return n == 4 && f == 0.5
}

// Output: true

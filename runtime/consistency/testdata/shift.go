package cases

import "github.com/vyx/go-screener/pkg/types"

// Shifts by a variable, beyond the width, and of negative numbers.
func evaluate(data *types.MarketData) bool {
	n := uint(3)
	one := 1
	wide := 100
	full, word := uint8(255), uint32(1)
	return one<<n == 8 && one<<wide == 0 && -8>>1 == -4 && -1>>wide == -1 && full<<1 == 254 && word<<31>>31 == 1
}

// Output: true

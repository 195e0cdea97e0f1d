package cases

import "github.com/vyx/go-screener/pkg/types"

// The operations on bits.
func evaluate(data *types.MarketData) bool {
	a, b := 0b1100, 0b1010
	return a&b == 0b1000 && a|b == 0b1110 && a^b == 0b0110 && a&^b == 0b0100 && ^a == -13
}

// Output: true

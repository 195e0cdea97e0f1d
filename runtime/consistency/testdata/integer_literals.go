package cases

import "github.com/vyx/go-screener/pkg/types"

// The ways to write a whole number.
func evaluate(data *types.MarketData) bool {
	return 0x1F == 31 && 0b101 == 5 && 0o17 == 15 && 017 == 15 && 1_000_000 == 1000000 && 'a' == 97
}

// Output: true

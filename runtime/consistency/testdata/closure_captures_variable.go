package cases

import "github.com/vyx/go-screener/pkg/types"

// What is captured is the variable, not its value.
func evaluate(data *types.MarketData) bool {
	n := 1
	read := func() int { return n }
	n = 5
	return read() == 5
}

// Output: true

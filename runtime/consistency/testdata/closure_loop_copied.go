package cases

import "github.com/vyx/go-screener/pkg/types"

// The habit from before Go 1.22: a copy in the body.
func evaluate(data *types.MarketData) bool {
	var functions []func() int
	for i := 0; i < 3; i++ {
		i := i
		functions = append(functions, func() int { return i })
	}
	return functions[0]() == 0 && functions[2]() == 2
}

// Output: true

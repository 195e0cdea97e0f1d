package cases

import "github.com/vyx/go-screener/pkg/types"

// Each turn of a for loop has its own variable since Go 1.22; the interpreter keeps one for all turns.
func evaluate(data *types.MarketData) bool {
	var functions []func() int
	for i := 0; i < 3; i++ {
		functions = append(functions, func() int { return i })
	}
	return functions[0]() == 0 && functions[1]() == 1 && functions[2]() == 2
}

// Output: false

// Go: true

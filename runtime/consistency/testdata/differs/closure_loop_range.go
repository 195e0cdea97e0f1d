package cases

import "github.com/vyx/go-screener/pkg/types"

// The variables of a range are new in each turn since Go 1.22; the interpreter keeps one for all turns.
func evaluate(data *types.MarketData) bool {
	var functions []func() int
	for i, v := range []int{10, 20, 30} {
		functions = append(functions, func() int { return i + v })
	}
	return functions[0]() == 10 && functions[1]() == 21 && functions[2]() == 32
}

// Output: false

// Go: true

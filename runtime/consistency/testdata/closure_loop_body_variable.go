package cases

import "github.com/vyx/go-screener/pkg/types"

// A variable declared in the body is new in each turn.
func evaluate(data *types.MarketData) bool {
	var functions []func() float64
	for i := range []int{0, 1, 2} {
		value := float64(i) * 1.5
		functions = append(functions, func() float64 { return value })
	}
	return functions[0]() == 0 && functions[1]() == 1.5 && functions[2]() == 3
}

// Output: true

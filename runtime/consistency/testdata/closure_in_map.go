package cases

import "github.com/vyx/go-screener/pkg/types"

// Functions as values of a map.
func evaluate(data *types.MarketData) bool {
	operations := map[string]func(a, b float64) float64{
		"add": func(a, b float64) float64 { return a + b },
		"mul": func(a, b float64) float64 { return a * b },
	}
	missing := operations["div"]
	return operations["add"](2, 3) == 5 && operations["mul"](2, 3) == 6 && missing == nil
}

// Output: true

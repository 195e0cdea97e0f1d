package cases

import "github.com/vyx/go-screener/pkg/types"

// A local variable lives as long as a pointer to it.
func evaluate(data *types.MarketData) bool {
	make2 := func(v int) *int {
		local := v * 2
		return &local
	}
	a, b := make2(1), make2(2)
	return *a == 2 && *b == 4 && a != b
}

// Output: true

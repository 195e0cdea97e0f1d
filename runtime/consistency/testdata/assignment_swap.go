package cases

import "github.com/vyx/go-screener/pkg/types"

// The right side is evaluated before anything is assigned.
func evaluate(data *types.MarketData) bool {
	a, b, c := 1, 2, 3
	a, b, c = c, a, b
	list := []int{1, 2, 3}
	i := 0
	i, list[i] = 2, 9
	return a == 3 && b == 1 && c == 2 && list[0] == 9 && list[2] == 3 && i == 2
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// An array is a value.
func evaluate(data *types.MarketData) bool {
	a := [3]int{1, 2, 3}
	b := a
	b[0] = 9
	change := func(c [3]int) { c[1] = 9 }
	change(a)
	return a[0] == 1 && a[1] == 2 && b[0] == 9 && a != b && a == [3]int{1, 2, 3}
}

// Output: true

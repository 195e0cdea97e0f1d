package cases

import "github.com/vyx/go-screener/pkg/types"

// A slice appended to another, and to itself.
func evaluate(data *types.MarketData) bool {
	a := []int{1, 2}
	b := []int{3}
	a = append(a, b...)
	a = append(a, a...)
	a = append(a, []int(nil)...)
	return len(a) == 6 && a[2] == 3 && a[5] == 3
}

// Output: true

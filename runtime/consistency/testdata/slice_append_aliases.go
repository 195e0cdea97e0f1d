package cases

import "github.com/vyx/go-screener/pkg/types"

// append writes into spare room that another slice may share.
func evaluate(data *types.MarketData) bool {
	base := make([]int, 3, 10)
	a := append(base, 1)
	b := append(base, 2)
	return a[3] == 2 && b[3] == 2 && len(base) == 3
}

// Output: true

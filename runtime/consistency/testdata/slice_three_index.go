package cases

import "github.com/vyx/go-screener/pkg/types"

// The third index limits the capacity, so that append has to copy.
func evaluate(data *types.MarketData) bool {
	base := []int{1, 2, 3, 4, 5}
	part := base[1:3:3]
	part = append(part, 100)
	return base[3] == 4 && part[2] == 100 && cap(base[1:3:4]) == 3 && len(base[1:3:4]) == 2
}

// Output: true

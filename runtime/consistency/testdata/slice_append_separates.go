package cases

import "github.com/vyx/go-screener/pkg/types"

// Without spare room append copies.
func evaluate(data *types.MarketData) bool {
	base := []int{1, 2, 3}
	grown := append(base, 4)
	grown[0] = 100
	return base[0] == 1 && grown[0] == 100
}

// Output: true

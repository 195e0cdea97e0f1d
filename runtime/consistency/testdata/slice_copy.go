package cases

import "github.com/vyx/go-screener/pkg/types"

// copy takes the shorter length, copes with overlap, and says how many.
func evaluate(data *types.MarketData) bool {
	source := []int{1, 2, 3, 4, 5}
	target := make([]int, 3)
	n := copy(target, source)
	moved := copy(source[1:], source)
	return n == 3 && target[2] == 3 && moved == 4 && source[0] == 1 && source[4] == 4 && source[1] == 1
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// Values that are not wanted.
func evaluate(data *types.MarketData) bool {
	_, second := func() (int, int) { return 1, 2 }()
	_ = second
	var _ = 5
	for range []int{1} {
		_ = 0
	}
	return second == 2
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// The function is called once.
func evaluate(data *types.MarketData) bool {
	calls := 0
	list := func() []float64 {
		calls++
		return []float64{1, 2, 3}
	}
	sum := 0.0
	for _, v := range list() {
		sum += v
	}
	return calls == 1 && sum == 6
}

// Output: true

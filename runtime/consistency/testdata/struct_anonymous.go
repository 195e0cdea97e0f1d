package cases

import "github.com/vyx/go-screener/pkg/types"

// A struct without a name, alone and in a slice.
func evaluate(data *types.MarketData) bool {
	single := struct {
		a int
		b string
	}{1, "x"}
	list := []struct {
		period int
		weight float64
	}{{9, 0.5}, {21, 0.3}, {50, 0.2}}
	sum := 0.0
	for _, item := range list {
		sum += float64(item.period) * item.weight
	}
	return single.a == 1 && single.b == "x" && sum > 20.7 && sum < 20.9
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// append starts from nil and keeps what was there.
func evaluate(data *types.MarketData) bool {
	var list []float64
	for i := 0; i < 10; i++ {
		list = append(list, float64(i)*2)
	}
	list = append(list, 1, 2, 3)
	return len(list) == 13 && list[9] == 18 && list[12] == 3 && cap(list) >= 13
}

// Output: true

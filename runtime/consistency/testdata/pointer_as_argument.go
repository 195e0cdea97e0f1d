package cases

import "github.com/vyx/go-screener/pkg/types"

// A function changes what it is pointed to.
func evaluate(data *types.MarketData) bool {
	reset := func(x *float64) { *x = 0 }
	add := func(list *[]int, v int) { *list = append(*list, v) }
	price := 5.0
	reset(&price)
	var list []int
	add(&list, 1)
	add(&list, 2)
	return price == 0 && len(list) == 2 && list[1] == 2
}

// Output: true

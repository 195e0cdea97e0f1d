package cases

import "github.com/vyx/go-screener/pkg/types"

// A range over an array reads a copy of it, over a slice the elements as they are.
func evaluate(data *types.MarketData) bool {
	array := [3]int{1, 2, 3}
	slice := []int{1, 2, 3}
	fromSlice := 0
	for i, v := range slice {
		if i == 0 {
			slice[2] = 100
		}
		fromSlice += v
	}
	return array[2] == 3 && fromSlice == 103
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A struct, an array or a number as key.
func evaluate(data *types.MarketData) bool {
	type key struct {
		symbol string
		hour   int
	}
	byKey := map[key]int{{"A", 1}: 10}
	byKey[key{"B", 2}] = 20
	byArray := map[[2]int]bool{{1, 2}: true}
	byPrice := map[float64]string{1.5: "x"}
	return byKey[key{"A", 1}] == 10 && byKey[key{"B", 2}] == 20 && byKey[key{"A", 2}] == 0 && byArray[[2]int{1, 2}] && byPrice[1.5] == "x"
}

// Output: true

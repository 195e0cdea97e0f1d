package cases

import "github.com/vyx/go-screener/pkg/types"

// any is another name for interface{}.
func evaluate(data *types.MarketData) bool {
	values := []any{1, "a", 2.5, nil, true}
	count := 0
	for _, v := range values {
		if v != nil {
			count++
		}
	}
	return count == 4 && values[1] == "a"
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A package's name may be taken by a variable.
func evaluate(data *types.MarketData) bool {
	types := []string{"a", "b"}
	return len(types) == 2 && types[1] == "b"
}

// Output: true

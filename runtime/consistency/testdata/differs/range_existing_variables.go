package cases

import "github.com/vyx/go-screener/pkg/types"

// A range that assigns variables from outside; the interpreter declares new ones and leaves those alone.
func evaluate(data *types.MarketData) bool {
	i, v := -1, ""
	for i, v = range []string{"a", "b", "c"} {
		_ = v
	}
	return i == 2 && v == "c"
}

// Output: false

// Go: true

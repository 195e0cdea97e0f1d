package cases

import "github.com/vyx/go-screener/pkg/types"

// Names that are built in may be taken.
func evaluate(data *types.MarketData) bool {
	len := 5
	max := 3.5
	string := "x"
	return len == 5 && max > 3 && string == "x"
}

// Output: true

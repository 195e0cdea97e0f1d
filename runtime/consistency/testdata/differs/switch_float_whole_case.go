package cases

import "github.com/vyx/go-screener/pkg/types"

// A float against a whole number: the interpreter cuts the float off and finds 1.5 to be 1.
func evaluate(data *types.MarketData) bool {
	ratio := 1.5
	switch ratio {
	case 1:
		return false
	case 1.5:
		return true
	}
	return false
}

// Output: false

// Go: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A negative zero equals zero, but its inverse does not.
func evaluate(data *types.MarketData) bool {
	zero := 0.0
	negative := -zero
	negative = zero * -1
	return negative == zero && 1/negative < 0 && 1/zero > 0
}

// Output: true

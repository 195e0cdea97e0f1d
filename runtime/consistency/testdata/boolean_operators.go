package cases

import "github.com/vyx/go-screener/pkg/types"

// Booleans can be compared, negated and assigned.
func evaluate(data *types.MarketData) bool {
	a, b := true, false
	exclusive := a != b
	same := a == b
	return exclusive && !same && !(a && b) && (a || b) && !b == a
}

// Output: true

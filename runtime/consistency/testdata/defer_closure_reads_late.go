package cases

import "github.com/vyx/go-screener/pkg/types"

// The variables of a deferred closure are read when it runs, a constant argument is what it is.
func evaluate(data *types.MarketData) bool {
	early, late := 0, 0
	func() {
		n := 1
		defer func(v int) { early = v }(1)
		defer func() { late = n }()
		n = 2
	}()
	return early == 1 && late == 2
}

// Output: true

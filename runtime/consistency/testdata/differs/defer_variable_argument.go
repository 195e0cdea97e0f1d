package cases

import "github.com/vyx/go-screener/pkg/types"

// The arguments of a deferred call are evaluated where it is deferred; the interpreter reads a variable when the call runs.
func evaluate(data *types.MarketData) bool {
	early := 0
	func() {
		n := 1
		defer func(v int) { early = v }(n)
		n = 2
	}()
	return early == 1
}

// Output: false

// Go: true

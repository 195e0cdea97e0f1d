package cases

import "github.com/vyx/go-screener/pkg/types"

// Calls deferred in a loop: the interpreter gives each the last value of the loop's variable.
func evaluate(data *types.MarketData) bool {
	trace := ""
	func() {
		for _, name := range []string{"a", "b", "c"} {
			defer func(s string) { trace += s }(name)
		}
	}()
	return trace == "cba"
}

// Output: false

// Go: true

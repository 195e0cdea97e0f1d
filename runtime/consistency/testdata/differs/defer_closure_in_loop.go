package cases

import "github.com/vyx/go-screener/pkg/types"

// A deferred closure reads a variable of its own turn; in the interpreter all of them read the last one, even a copy.
func evaluate(data *types.MarketData) bool {
	trace := ""
	func() {
		for _, name := range []string{"a", "b", "c"} {
			name := name
			defer func() { trace += name }()
		}
	}()
	return trace == "cba"
}

// Output: false

// Go: true

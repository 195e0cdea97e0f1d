package cases

import "github.com/vyx/go-screener/pkg/types"

// Deferred calls run last in, first out.
func evaluate(data *types.MarketData) bool {
	trace := ""
	func() {
		defer func() { trace += "1" }()
		defer func() { trace += "2" }()
		trace += "-"
	}()
	return trace == "-21"
}

// Output: true

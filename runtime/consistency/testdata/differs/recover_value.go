package cases

import "github.com/vyx/go-screener/pkg/types"

// recover gives what panic was given; the interpreter wraps it in a type of its own.
func evaluate(data *types.MarketData) bool {
	same := func() (same bool) {
		defer func() { same = recover() == "stop" }()
		panic("stop")
	}
	return same()
}

// Output: false

// Go: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A range over a function, new in Go 1.23, crashes the interpreter.
func evaluate(data *types.MarketData) bool {
	count := func(yield func(int) bool) {
		for i := 0; i < 3; i++ {
			if !yield(i) {
				return
			}
		}
	}
	sum := 0
	for i := range count {
		sum += i
	}
	return sum == 3
}

// Output: refused

// Go: true

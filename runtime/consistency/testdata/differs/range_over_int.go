package cases

import "github.com/vyx/go-screener/pkg/types"

// A range over a number, new in Go 1.22, crashes the interpreter.
func evaluate(data *types.MarketData) bool {
	sum := 0
	for i := range 5 {
		sum += i
	}
	return sum == 10
}

// Output: refused

// Go: true

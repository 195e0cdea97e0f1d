package cases

import "github.com/vyx/go-screener/pkg/types"

// Without a return the interpreter says false: a wrong answer that nobody is told of.
func evaluate(data *types.MarketData) bool {
	if len(data.Klines) > 1 {
		return true
	}
}

// Output: true true true true true true false

// Go: refused

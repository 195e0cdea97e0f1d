package cases

import "github.com/vyx/go-screener/pkg/types"

// Two named numbers in a type switch: the interpreter takes the first.
func evaluate(data *types.MarketData) bool {
	type buys int
	type sells int
	var value interface{} = sells(1)
	switch value.(type) {
	case buys:
		return false
	case sells:
		return true
	}
	return false
}

// Output: false

// Go: true

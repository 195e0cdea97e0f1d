package cases

import "github.com/vyx/go-screener/pkg/types"

// Two types with the same fields are one to the interpreter, which refuses the second case.
func evaluate(data *types.MarketData) bool {
	type high struct{ price float64 }
	type low struct{ price float64 }
	var value interface{} = low{1}
	switch value.(type) {
	case high:
		return false
	case low:
		return true
	}
	return false
}

// Output: refused

// Go: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// Without arguments a variadic parameter is nil; the interpreter makes an empty slice.
func evaluate(data *types.MarketData) bool {
	isNil := func(values ...int) bool { return values == nil }
	return isNil()
}

// Output: false

// Go: true

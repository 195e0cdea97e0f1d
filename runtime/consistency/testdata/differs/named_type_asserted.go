package cases

import "github.com/vyx/go-screener/pkg/types"

// A named number in an interface is of its own type; the interpreter knows no difference.
func evaluate(data *types.MarketData) bool {
	type percent float64
	var value interface{} = percent(1)
	_, isFloat := value.(float64)
	return !isFloat
}

// Output: false

// Go: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// The parameter may be taken by a variable of the body's inner block.
func evaluate(data *types.MarketData) bool {
	n := len(data.Symbol)
	if n > 0 {
		data := "text"
		n = len(data)
	}
	return n == 4 && data != nil
}

// Output: true

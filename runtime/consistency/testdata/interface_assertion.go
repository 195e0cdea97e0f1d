package cases

import "github.com/vyx/go-screener/pkg/types"

// An assertion with a second result never panics.
func evaluate(data *types.MarketData) bool {
	var value interface{} = 3.5
	f, isFloat := value.(float64)
	_, isInt := value.(int)
	_, isText := value.(string)
	return isFloat && f == 3.5 && !isInt && !isText
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A negative count is a panic; the interpreter takes it for a huge one and gives 0.
func evaluate(data *types.MarketData) bool {
	count := len(data.Klines["5m"]) - 5
	return 1<<count > 0
}

// Output: false false true true false false false

// Go: false false true true error error error

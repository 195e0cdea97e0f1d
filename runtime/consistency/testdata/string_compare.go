package cases

import "github.com/vyx/go-screener/pkg/types"

// Strings compare byte by byte.
func evaluate(data *types.MarketData) bool {
	return "a" < "b" && "a" < "aa" && "B" < "a" && "10" < "9" && !("a" > "b") && data.Symbol >= "MISSINGUSDT"
}

// Output: true false false true true true true

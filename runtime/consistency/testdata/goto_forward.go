package cases

import "github.com/vyx/go-screener/pkg/types"

// A jump over statements.
func evaluate(data *types.MarketData) bool {
	result := 1
	if len(data.Klines["5m"]) == 0 {
		goto done
	}
	result = 2
done:
	return result == 2
}

// Output: true true true true true false false

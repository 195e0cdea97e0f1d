package cases

import "github.com/vyx/go-screener/pkg/types"

// There are symbols shorter than nine bytes.
func evaluate(data *types.MarketData) bool {
	return data.Symbol[8] == 'S'
}

// Output: error error error error error error true

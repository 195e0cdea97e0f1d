package cases

import "github.com/vyx/go-screener/pkg/types"

// An index gives a byte.
func evaluate(data *types.MarketData) bool {
	s := data.Symbol
	return s[0] == 'R' || s[len(s)-1] == 'T' && s[0] == 'T'
}

// Output: true false false true false false false

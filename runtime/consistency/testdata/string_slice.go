package cases

import "github.com/vyx/go-screener/pkg/types"

// Parts of a string.
func evaluate(data *types.MarketData) bool {
	s := data.Symbol
	n := len(s)
	return s[n-4:] == "USDT" && s[:n-4]+"USDT" == s && s[1:1] == ""
}

// Output: true

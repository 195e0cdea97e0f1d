package cases

import "github.com/vyx/go-screener/pkg/types"

// There is no package strings, so filters compare parts.
func evaluate(data *types.MarketData) bool {
	hasPrefix := func(s, prefix string) bool {
		return len(s) >= len(prefix) && s[:len(prefix)] == prefix
	}
	return hasPrefix(data.Symbol, "F") && !hasPrefix(data.Symbol, "FLATUSDTPERP")
}

// Output: false true true false false false false

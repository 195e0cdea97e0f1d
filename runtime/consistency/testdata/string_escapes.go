package cases

import "github.com/vyx/go-screener/pkg/types"

// Escapes and raw strings.
func evaluate(data *types.MarketData) bool {
	return "\t\n\"" == "\x09\x0a\x22" && `\t` == "\\t" && len(`\n`) == 2 && "\u20ac" == "€" && len("\u20ac") == 3
}

// Output: true

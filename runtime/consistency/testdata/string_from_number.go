package cases

import "github.com/vyx/go-screener/pkg/types"

// A number becomes text digit by digit.
func evaluate(data *types.MarketData) bool {
	digits := func(n int) string {
		if n == 0 {
			return "0"
		}
		text := ""
		for n > 0 {
			text = string(rune('0'+n%10)) + text
			n /= 10
		}
		return text
	}
	return digits(len(data.Klines["5m"])) == "250" || digits(len(data.Klines["5m"])) == "0"
}

// Output: true false false false false true true

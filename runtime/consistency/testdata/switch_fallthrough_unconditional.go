package cases

import "github.com/vyx/go-screener/pkg/types"

// fallthrough in a switch without a value, up to the default in the middle.
func evaluate(data *types.MarketData) bool {
	score := 0
	n := len(data.Klines["5m"])
	switch {
	case n > 100:
		score += 4
		fallthrough
	case n > 1000:
		score += 2
	default:
		score++
	case n == 10:
		score = 50
	}
	return score == 6
}

// Output: true true false false false false false

package cases

import "github.com/vyx/go-screener/pkg/types"

// A missing key gives the zero value; the second result says so.
func evaluate(data *types.MarketData) bool {
	periods := map[string]int{"fast": 9, "slow": 0}
	slow, hasSlow := periods["slow"]
	other, hasOther := periods["other"]
	return slow == 0 && hasSlow && other == 0 && !hasOther && periods["fast"] == 9
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// break leaves the switch alone, not the loop around it.
func evaluate(data *types.MarketData) bool {
	count := 0
	for i := 0; i < 5; i++ {
		switch {
		case i == 2:
			break
		default:
			count++
		}
	}
	return count == 4
}

// Output: true

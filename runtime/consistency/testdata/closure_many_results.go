package cases

import "github.com/vyx/go-screener/pkg/types"

// Several results, named and not.
func evaluate(data *types.MarketData) bool {
	bounds := func(values ...float64) (low, high float64, ok bool) {
		if len(values) == 0 {
			return
		}
		low, high = values[0], values[0]
		for _, v := range values {
			if v < low {
				low = v
			}
			if v > high {
				high = v
			}
		}
		return low, high, true
	}
	low, high, ok := bounds(3, 1, 2)
	_, _, none := bounds()
	return low == 1 && high == 3 && ok && !none
}

// Output: true

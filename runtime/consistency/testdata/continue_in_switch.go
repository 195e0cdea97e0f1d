package cases

import "github.com/vyx/go-screener/pkg/types"

// continue within a switch belongs to the loop.
func evaluate(data *types.MarketData) bool {
	sum := 0
	for i := 0; i < 6; i++ {
		switch i % 3 {
		case 0:
			continue
		case 1:
			sum += 10
		}
		sum++
	}
	return sum == 24
}

// Output: true

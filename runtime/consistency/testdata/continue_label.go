package cases

import "github.com/vyx/go-screener/pkg/types"

// A labelled continue takes the next turn of the outer loop.
func evaluate(data *types.MarketData) bool {
	count := 0
outer:
	for i := 0; i < 5; i++ {
		for j := 0; j < 5; j++ {
			if j > i {
				continue outer
			}
			if i == 3 {
				continue outer
			}
			count++
		}
	}
	return count == 1+2+3+5
}

// Output: true

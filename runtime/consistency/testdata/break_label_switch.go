package cases

import "github.com/vyx/go-screener/pkg/types"

// A labelled break leaves the loop from within a switch.
func evaluate(data *types.MarketData) bool {
	n := 0
loop:
	for {
		switch {
		case n >= 3:
			break loop
		default:
			n++
		}
	}
	return n == 3
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A range over a string gives runes and where their bytes begin.
func evaluate(data *types.MarketData) bool {
	positions, runes := 0, 0
	for i, r := range "a€z" {
		positions += i
		runes += int(r)
	}
	return positions == 0+1+4 && runes == 'a'+0x20AC+'z'
}

// Output: true

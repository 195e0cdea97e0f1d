package cases

import "github.com/vyx/go-screener/pkg/types"

// The index alone of a range over a string counts bytes; the interpreter counts runes.
func evaluate(data *types.MarketData) bool {
	sum := 0
	for i := range "aéb" {
		sum += i
	}
	return sum == 0+1+3
}

// Output: false

// Go: true

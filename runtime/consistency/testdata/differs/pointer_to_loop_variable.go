package cases

import "github.com/vyx/go-screener/pkg/types"

// Pointers to the counter of each turn: in the interpreter all of them are to the same one.
func evaluate(data *types.MarketData) bool {
	var kept []*int
	for i := 0; i < 3; i++ {
		kept = append(kept, &i)
	}
	return *kept[0] == 0 && *kept[2] == 2
}

// Output: false

// Go: true

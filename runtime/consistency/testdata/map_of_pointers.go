package cases

import "github.com/vyx/go-screener/pkg/types"

// An element that is a pointer can be changed in place.
func evaluate(data *types.MarketData) bool {
	type level struct{ hits int }
	levels := map[string]*level{"support": {1}}
	levels["support"].hits++
	return levels["support"].hits == 2 && levels["none"] == nil
}

// Output: true

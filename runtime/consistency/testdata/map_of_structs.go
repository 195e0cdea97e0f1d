package cases

import "github.com/vyx/go-screener/pkg/types"

// An element that is a struct is replaced as a whole.
func evaluate(data *types.MarketData) bool {
	type level struct {
		price float64
		hits  int
	}
	levels := map[string]level{"support": {100, 1}}
	l := levels["support"]
	l.hits++
	if levels["support"].hits != 1 {
		return false
	}
	levels["support"] = l
	return levels["support"].hits == 2 && levels["none"].price == 0
}

// Output: true

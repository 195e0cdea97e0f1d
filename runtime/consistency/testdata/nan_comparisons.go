package cases

import "github.com/vyx/go-screener/pkg/types"

// Every comparison with NaN is false except !=.
func evaluate(data *types.MarketData) bool {
	zero := 0.0
	nan := zero / zero
	if nan == nan || nan < 1 || nan > 1 || nan <= nan || nan >= nan {
		return false
	}
	return nan != nan && !(nan == 1)
}

// Output: true

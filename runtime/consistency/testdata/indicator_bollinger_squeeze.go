package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// The width of the bands in percent of the middle.
func evaluate(data *types.MarketData) bool {
	bands := indicators.GetLatestBollingerBands(data.Klines["5m"], 20, 2)
	if bands == nil || bands.Middle == 0 {
		return false
	}
	width := (bands.Upper - bands.Lower) / bands.Middle * 100
	return width < 4
}

// Output: false false true false false false false

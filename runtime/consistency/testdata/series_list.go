package cases

import "github.com/vyx/go-screener/pkg/types"

// A list of numbers, nested data, and a bool.
func calculateSeries(data *types.MarketData) map[string]interface{} {
	klines := data.Klines["5m"]
	var closes []float64
	for i := 0; i < 3 && i < len(klines); i++ {
		closes = append(closes, klines[i].Close)
	}
	return map[string]interface{}{
		"closes": closes,
		"rising": len(closes) > 1 && closes[1] > closes[0],
		"nested": map[string]interface{}{"symbol": data.Symbol},
	}
}

// Output: {"closes":[100,101.31,102.3],"nested":{"symbol":"RISEUSDT"},"rising":true} {"closes":[150,149.53,148.61],"nested":{"symbol":"FALLUSDT"},"rising":false} {"closes":[50,50,50],"nested":{"symbol":"FLATUSDT"},"rising":false} {"closes":[100,101.31,102.3],"nested":{"symbol":"TENUSDT"},"rising":true} {"closes":[100],"nested":{"symbol":"ONEUSDT"},"rising":false} {"closes":[],"nested":{"symbol":"NONEUSDT"},"rising":false} {"closes":[],"nested":{"symbol":"MISSINGUSDT"},"rising":false}

package cases

import "github.com/vyx/go-screener/pkg/types"

// The kind of map that series code returns.
func evaluate(data *types.MarketData) bool {
	result := map[string]interface{}{"rsi": 55.5, "name": data.Symbol, "values": []float64{1, 2, 3}}
	rsi, ok := result["rsi"].(float64)
	values, _ := result["values"].([]float64)
	_, missing := result["none"].(float64)
	return ok && rsi > 50 && len(values) == 3 && !missing && result["name"] == data.Symbol
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// Numbers that JSON cannot hold become null.
func calculateSeries(data *types.MarketData) map[string]interface{} {
	zero := 0.0
	return map[string]interface{}{"nan": zero / zero, "list": []float64{1, 1 / zero}, "n": 1}
}

// Output: {"list":[1,null],"n":1,"nan":null}

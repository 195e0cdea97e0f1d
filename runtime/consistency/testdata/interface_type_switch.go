package cases

import "github.com/vyx/go-screener/pkg/types"

// A switch over the type of a value.
func evaluate(data *types.MarketData) bool {
	kind := func(value interface{}) string {
		switch v := value.(type) {
		case nil:
			return "nil"
		case int:
			if v > 10 {
				return "large"
			}
			return "int"
		case float64, float32:
			return "float"
		case string:
			return "text " + v
		case []float64:
			if len(v) == 2 {
				return "pair"
			}
			return "list"
		default:
			return "other"
		}
	}
	return kind(nil) == "nil" && kind(1) == "int" && kind(11) == "large" && kind(1.5) == "float" && kind("a") == "text a" && kind([]float64{1, 2}) == "pair" && kind(true) == "other"
}

// Output: true

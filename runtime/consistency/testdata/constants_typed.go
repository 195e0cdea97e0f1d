package cases

import "github.com/vyx/go-screener/pkg/types"

// A typed constant stays of its type.
func evaluate(data *types.MarketData) bool {
	const period int = 14
	const threshold float64 = 70
	const name = "RISE"
	values := make([]float64, period)
	return len(values) == 14 && threshold/4 == 17.5 && data.Symbol[:4] == name
}

// Output: true false false false false false false

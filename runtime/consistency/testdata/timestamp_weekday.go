package cases

import "github.com/vyx/go-screener/pkg/types"

// The day of the week as a number, Sunday is 0.
func evaluate(data *types.MarketData) bool {
	day := int(data.Timestamp.Weekday())
	return day >= 1 && day <= 5
}

// Output: true false true false true true false

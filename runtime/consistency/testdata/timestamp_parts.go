package cases

import "github.com/vyx/go-screener/pkg/types"

// Year, day of the year, and whether it was set.
func evaluate(data *types.MarketData) bool {
	t := data.Timestamp
	return !t.IsZero() && t.Year() == 2024 && int(t.Month()) == 3 && t.Day() == 9
}

// Output: false true false true false false true

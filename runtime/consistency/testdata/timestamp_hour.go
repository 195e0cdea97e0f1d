package cases

import "github.com/vyx/go-screener/pkg/types"

// Parts of the time in UTC.
func evaluate(data *types.MarketData) bool {
	hour := data.Timestamp.UTC().Hour()
	return hour == 14 && data.Timestamp.Minute() == 30 || hour == 3
}

// Output: true

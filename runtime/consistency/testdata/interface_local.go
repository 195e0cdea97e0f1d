package cases

import "github.com/vyx/go-screener/pkg/types"

// An interface of the filter's own, met by the time stamp.
func evaluate(data *types.MarketData) bool {
	type hasUnix interface{ Unix() int64 }
	var value hasUnix = data.Timestamp
	return value.Unix() > 1700000000
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// iota counts the lines of a group; a line without a value repeats the one before.
func evaluate(data *types.MarketData) bool {
	const (
		first = iota
		second
		_
		fourth
	)
	const (
		low = 1 << (iota * 4)
		middle
		high
	)
	return first == 0 && second == 1 && fourth == 3 && low == 1 && middle == 16 && high == 256
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// Calls happen from left to right, and only as many as are needed.
func evaluate(data *types.MarketData) bool {
	calls := 0
	yes := func() bool { calls++; return true }
	no := func() bool { calls++; return false }
	first := no() && yes()
	if first || calls != 1 {
		return false
	}
	second := yes() || no()
	if !second || calls != 2 {
		return false
	}
	third := (no() || yes()) && !no()
	return third && calls == 5
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// The forms of var, and zero values.
func evaluate(data *types.MarketData) bool {
	var a, b int
	var c = 2.5
	var (
		d string
		e bool
		f []int
		g map[string]int
		h *float64
	)
	return a == 0 && b == 0 && c == 2.5 && d == "" && !e && f == nil && g == nil && h == nil
}

// Output: true

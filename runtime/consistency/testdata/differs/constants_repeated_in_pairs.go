package cases

import "github.com/vyx/go-screener/pkg/types"

// A line without values repeats two of them; the interpreter declares the first alone.
func evaluate(data *types.MarketData) bool {
	const (
		a, b = iota, iota + 10
		c, d
	)
	return a == 0 && b == 10 && c == 1 && d == 11
}

// Output: refused

// Go: true

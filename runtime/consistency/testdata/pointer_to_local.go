package cases

import "github.com/vyx/go-screener/pkg/types"

// A pointer to a variable changes it.
func evaluate(data *types.MarketData) bool {
	n := 1
	p := &n
	*p += 4
	q := p
	*q *= 2
	return n == 10 && p == q && *p == 10
}

// Output: true

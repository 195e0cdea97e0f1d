package cases

import "github.com/vyx/go-screener/pkg/types"

// A closure keeps and changes a variable of its surroundings.
func evaluate(data *types.MarketData) bool {
	counter := func() func() int {
		n := 0
		return func() int {
			n++
			return n
		}
	}
	a, b := counter(), counter()
	a()
	a()
	return a() == 3 && b() == 1
}

// Output: true

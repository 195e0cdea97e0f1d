package cases

import "github.com/vyx/go-screener/pkg/types"

// Values of different types are not equal; to the interpreter they are.
func evaluate(data *types.MarketData) bool {
	type level int
	var a, b interface{} = level(1), 1
	counts := map[interface{}]int{level(1): 5}
	return a != b && counts[1] == 0
}

// Output: false

// Go: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// A closure that moves the counter of its own turn changes how the loop goes on.
func evaluate(data *types.MarketData) bool {
	turns := 0
	for i := 0; i < 10; i++ {
		skip := func() { i += 3 }
		skip()
		turns++
	}
	return turns == 3
}

// Output: true

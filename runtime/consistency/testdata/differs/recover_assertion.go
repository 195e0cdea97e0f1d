package cases

import "github.com/vyx/go-screener/pkg/types"

// An assertion of what recover gives is false in the interpreter, or a panic without a second result.
func evaluate(data *types.MarketData) bool {
	guarded := func() (text string) {
		defer func() {
			if r := recover(); r != nil {
				text = r.(string)
			}
		}()
		panic("stop")
	}
	return guarded() == "stop"
}

// Output: error

// Go: true

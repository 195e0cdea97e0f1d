package cases

import "github.com/vyx/go-screener/pkg/types"

// fallthrough enters the next case without testing it.
func evaluate(data *types.MarketData) bool {
	trace := ""
	for i := 0; i < 4; i++ {
		switch i {
		case 0:
			trace += "a"
			fallthrough
		case 1:
			trace += "b"
		case 2:
			trace += "c"
			fallthrough
		default:
			trace += "d"
		}
	}
	return trace == "abbcdd"
}

// Output: true

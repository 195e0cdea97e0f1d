package cases

import "github.com/vyx/go-screener/pkg/types"

// Strings are joined by + and +=.
func evaluate(data *types.MarketData) bool {
	text := ""
	for i := 0; i < 3; i++ {
		text += "x"
	}
	text = "<" + text + ">"
	return text == "<xxx>" && len(text) == 5
}

// Output: true

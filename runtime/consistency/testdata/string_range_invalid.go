package cases

import "github.com/vyx/go-screener/pkg/types"

// A byte that is no text is read as U+FFFD.
func evaluate(data *types.MarketData) bool {
	count, bad := 0, 0
	for _, r := range "a\xffb" {
		count++
		if r == 0xFFFD {
			bad++
		}
	}
	return count == 3 && bad == 1
}

// Output: true

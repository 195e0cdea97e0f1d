package cases

import "github.com/vyx/go-screener/pkg/types"

// Multiplication binds before addition, and comparison before the logical operators.
func evaluate(data *types.MarketData) bool {
	a, b, c := 2, 3, 4
	if a+b*c != 14 || (a+b)*c != 20 || a-b-c != -5 {
		return false
	}
	return a+b == 5 && b*c == 12 || c == 0
}

// Output: true

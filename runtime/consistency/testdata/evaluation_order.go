package cases

import "github.com/vyx/go-screener/pkg/types"

// Calls in an expression happen from left to right.
func evaluate(data *types.MarketData) bool {
	trace := ""
	note := func(name string, v int) int {
		trace += name
		return v
	}
	sum := note("a", 1) + note("b", 2)*note("c", 3)
	list := []int{note("d", 1), note("e", 2)}
	return sum == 7 && trace == "abcde" && list[1] == 2
}

// Output: true

package cases

import "github.com/vyx/go-screener/pkg/types"

// Fields through a pointer, and new.
func evaluate(data *types.MarketData) bool {
	type state struct {
		count int
		last  float64
	}
	s := &state{count: 1}
	s.count++
	t := s
	t.last = 2.5
	u := new(state)
	return s.count == 2 && s.last == 2.5 && u.count == 0 && s != u && s == t
}

// Output: true

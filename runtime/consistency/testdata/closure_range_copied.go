package cases

import "github.com/vyx/go-screener/pkg/types"

// The habit from before Go 1.22 in a range: closures and pointers of a copy.
func evaluate(data *types.MarketData) bool {
	var functions []func() string
	var candles []*types.Kline
	for _, name := range []string{"a", "b"} {
		name := name
		functions = append(functions, func() string { return name })
	}
	for _, k := range []types.Kline{{Close: 1}, {Close: 2}} {
		k := k
		candles = append(candles, &k)
	}
	return functions[0]() == "a" && functions[1]() == "b" && candles[0].Close == 1 && candles[1].Close == 2
}

// Output: true

package repair

import (
	"go/token"
	"maps"
	"slices"
	"strconv"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/types"
)

// variant is an input with other candles.
type variant struct {
	sandbox.Input
	change func(map[string][]types.Kline)
}

func (v variant) MarketData() *types.MarketData {
	data := v.Input.MarketData()
	v.change(data.Klines)
	return data
}

// shortened gives the input with the most candles as it would be of a newly listed symbol, or with a timeframe missing:
// what guards have to stand. The first input is often the short one that failed.
func (w *work) shortened() []sandbox.Input {
	if len(w.request.Inputs) == 0 {
		return nil
	}
	longest := slices.MaxFunc(w.request.Inputs, func(a, b sandbox.Input) int { return candleCount(a) - candleCount(b) })
	var made []sandbox.Input
	add := func(change func(map[string][]types.Kline)) { made = append(made, variant{longest, change}) }
	for _, count := range lengths(w.code) {
		add(func(klines map[string][]types.Kline) { keepLast(klines, count) })
	}
	for _, interval := range slices.Sorted(maps.Keys(longest.MarketData().Klines)) {
		add(func(klines map[string][]types.Kline) { delete(klines, interval) })
		add(func(klines map[string][]types.Kline) { klines[interval] = nil })
		add(func(klines map[string][]types.Kline) {
			only := klines[interval]
			clear(klines)
			klines[interval] = only
		})
	}
	add(func(klines map[string][]types.Kline) { clear(klines) })
	return made
}

func candleCount(input sandbox.Input) int {
	count := 0
	for _, klines := range input.MarketData().Klines {
		count += len(klines)
	}
	return count
}

func keepLast(klines map[string][]types.Kline, count int) {
	for interval, all := range klines {
		klines[interval] = all[max(0, len(all)-count):]
	}
}

// maxLengths bounds how many lengths are tried.
const maxLengths = 40

// lengths are how many candles to try, most first: a few of each size, and those around the numbers in the code, which
// are the periods and windows that decide from where on there is enough.
func lengths(code string) []int {
	wanted := map[int]bool{100: true, 50: true, 30: true, 20: true, 10: true, 5: true, 3: true, 2: true, 1: true}
	for _, next := range lex(code) {
		number, err := strconv.Atoi(next.text)
		if next.kind != token.INT || err != nil || number > 250 || len(wanted) >= maxLengths {
			continue
		}
		for _, near := range []int{number - 1, number, number + 1} {
			if near > 0 {
				wanted[near] = true
			}
		}
	}
	sorted := slices.Sorted(maps.Keys(wanted))
	slices.Reverse(sorted)
	return sorted
}

package sandbox

import (
	"testing"
	"time"

	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
)

// market is a symbol whose closes rise by 1 from 1.
type market struct{ candles int }

func (market) Symbol() string { return "TESTUSDT" }

func (m market) MarketData() *types.MarketData {
	klines := make([]types.Kline, m.candles)
	for i := range klines {
		price := float64(i + 1)
		klines[i] = types.Kline{Open: price, High: price, Low: price, Close: price, Volume: 1}
	}
	return &types.MarketData{
		Symbol:    "TESTUSDT",
		Ticker:    &types.SimplifiedTicker{LastPrice: 1},
		Klines:    map[string][]types.Kline{"5m": klines},
		Timestamp: time.Unix(0, 0),
	}
}

func runOnce(t *testing.T, code string, candles int) Result {
	t.Helper()
	limits := DefaultLimits(source.Filter)
	limits.Steps, limits.Time = 50_000, time.Minute // the race detector is slow; steps decide
	return Run(code, source.Filter, []Input{market{candles}}, limits)[0]
}

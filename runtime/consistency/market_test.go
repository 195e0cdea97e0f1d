package consistency

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/trader-error-recovery/runtime/types"
)

const marketsFile = "testdata/markets.json"

// market is one symbol to judge; it hands out copies, as whatever a filter writes must stay with its own run.
type market struct{ data *types.MarketData }

func (m market) Symbol() string { return m.data.Symbol }

func (m market) MarketData() *types.MarketData {
	data := *m.data
	if m.data.Ticker != nil {
		ticker := *m.data.Ticker
		data.Ticker = &ticker
	}
	data.Klines = make(map[string][]types.Kline, len(m.data.Klines))
	for interval, klines := range m.data.Klines {
		data.Klines[interval] = append([]types.Kline{}, klines...)
	}
	return &data
}

func readMarkets(t *testing.T) []market {
	t.Helper()
	text, err := os.ReadFile(marketsFile)
	if err != nil {
		t.Fatal(err)
	}
	var read []*types.MarketData
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatalf("%s: %v", marketsFile, err)
	}
	markets := make([]market, len(read))
	for i, data := range read {
		markets[i] = market{data}
	}
	return markets
}

// path is where a price goes, in cents: a slow triangle, a faster one and a bit of noise. All of it is whole numbers,
// so that every machine and language arrives at the same candles.
type path struct{ start, slow, fast, noise int }

func triangle(i, period, height int) int {
	at, half := i%period, period/2
	if at > half {
		at = period - at
	}
	return at * height / half
}

func (p path) cents(i int) int {
	return p.start + triangle(i, 120, p.slow) + triangle(i, 18, p.fast) + (i*i*31+i*17)%97*p.noise/97
}

func number(cents int) float64 { return float64(cents) / 100 }

func (p path) kline(i int, opened time.Time, length time.Duration) types.Kline {
	before, after := p.cents(max(0, i-1)), p.cents(i)
	wick := 1 + i*7%13*p.noise/13
	volume, buy := (500+i*37%401)*100*min(1, p.noise), (30+i*13%41)*min(1, p.noise)
	buyVolume := volume * buy / 100
	start := opened.Add(time.Duration(i) * length).UnixMilli()
	return types.Kline{
		OpenTime: start, CloseTime: start + length.Milliseconds() - 1, Trades: (20 + i*11%50) * min(1, p.noise),
		Open: number(before), Close: number(after),
		High: number(max(before, after) + wick*min(1, p.noise)), Low: number(min(before, after) - wick*min(1, p.noise)),
		Volume: number(volume), BuyVolume: number(buyVolume), SellVolume: number(volume - buyVolume),
		VolumeDelta: number(2*buyVolume - volume), QuoteVolume: number(volume * after / 100),
	}
}

func (p path) klines(count int, end time.Time, length time.Duration) []types.Kline {
	klines := make([]types.Kline, count)
	for i := range klines {
		klines[i] = p.kline(i, end.Add(-time.Duration(count)*length), length)
	}
	return klines
}

// makeMarkets is how testdata/markets.json came about; README.md says what each market is for.
func makeMarkets() []*types.MarketData {
	up, down, flat := path{10000, 2600, 400, 90}, path{15000, -3100, -500, 120}, path{5000, 0, 0, 0}
	tuesday, saturday := time.Date(2024, 3, 5, 14, 30, 0, 0, time.UTC), time.Date(2024, 3, 9, 3, 0, 0, 0, time.UTC)
	both := func(p path, end time.Time, short, long int) map[string][]types.Kline {
		return map[string][]types.Kline{"5m": p.klines(short, end, 5*time.Minute), "1h": p.klines(long, end, time.Hour)}
	}
	ticker := func(price, change, volume float64) *types.SimplifiedTicker {
		return &types.SimplifiedTicker{LastPrice: price, PriceChangePercent: change, QuoteVolume: volume}
	}
	return []*types.MarketData{
		{Symbol: "RISEUSDT", Ticker: ticker(104.5, 3.25, 5000000), Klines: both(up, tuesday, 250, 60), Timestamp: tuesday},
		{Symbol: "FALLUSDT", Ticker: ticker(146.1, -4.5, 900000), Klines: both(down, saturday, 245, 50), Timestamp: saturday},
		{Symbol: "FLATUSDT", Ticker: ticker(50, 0, 0), Klines: both(flat, tuesday, 40, 30), Timestamp: tuesday},
		{Symbol: "TENUSDT", Ticker: ticker(101, 1, 100), Klines: both(up, saturday, 10, 10), Timestamp: saturday},
		{Symbol: "ONEUSDT", Ticker: ticker(100, 0, 10), Klines: both(up, tuesday, 1, 1), Timestamp: tuesday},
		{Symbol: "NONEUSDT", Ticker: ticker(1, 0, 0), Klines: both(up, tuesday, 0, 0), Timestamp: tuesday},
		{Symbol: "MISSINGUSDT", Klines: map[string][]types.Kline{}, Timestamp: saturday},
	}
}

// written has one candle on each line, so that a change of the file can be read.
func written(markets []*types.MarketData) []byte {
	var text bytes.Buffer
	text.WriteString("[\n")
	for i, market := range markets {
		ticker, _ := json.Marshal(market.Ticker)
		fmt.Fprintf(&text, "{\"symbol\":%q,\"timestamp\":%q,\"ticker\":%s,\"klines\":{", market.Symbol, market.Timestamp.Format(time.RFC3339), ticker)
		for n, interval := range slices.Sorted(maps.Keys(market.Klines)) {
			fmt.Fprintf(&text, "%s\n%q:[", comma(n), interval)
			for k, kline := range market.Klines[interval] {
				line, _ := json.Marshal(kline)
				fmt.Fprintf(&text, "%s\n%s", comma(k), line)
			}
			text.WriteString("]")
		}
		text.WriteString("}}" + comma(len(markets)-1-i) + "\n")
	}
	text.WriteString("]\n")
	return text.Bytes()
}

func comma(before int) string {
	if before > 0 {
		return ","
	}
	return ""
}

func TestMarketsAreThoseOfTheFormula(t *testing.T) {
	want := written(makeMarkets())
	if *update {
		if err := os.WriteFile(marketsFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(marketsFile); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what its formula makes (%v); write it again with -update", marketsFile, err)
	}
}

package recovery

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

func TestNormalisedMessages(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		"index 250 out of range [10]":            "index # out of range [#]",
		`field "close" of 'x' and ` + "`y`":      "field # of # and #",
		"at 0xc000ABCDEF, 0x and 0y1":            "at #, #x and #y#",
		`can't "open`:                            `can't "open`,
		"plain":                                  "plain",
		"0":                                      "#",
		`""`:                                     "#",
		"0xz":                                    "#xz",
		"price 1.5e10 of NEWUSDT over '1' '2' '": "price #.#e# of NEWUSDT over # # '",
	} {
		var b strings.Builder
		writeNormalised(&b, message)
		equal(t, message, b.String(), want)
	}
}

type counted struct{ encoded *int }

func (c counted) MarshalJSON() ([]byte, error) { *c.encoded++; return []byte(`{"n":1}`), nil }

func TestMarketDataIsAttachedOncePerFaultAndHour(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	clock := newClock()
	config := testConfig(s)
	config.clock = clock
	r := begin(t, config)
	report(t, r, Event{TraderID: testTrader, Message: "index 0 out of reach", MarketData: (*counted)(nil)})
	encoded := 0
	send := func(message string) {
		report(t, r, Event{TraderID: testTrader, Message: message, MarketData: counted{&encoded}})
	}
	for i := range 50 {
		send(fmt.Sprintf("index %d out of range", i))
	}
	equal(t, "encoded", encoded, 1)
	send("another fault")
	equal(t, "encoded", encoded, 2)
	clock.advance(59 * time.Minute)
	send("index 98 out of range")
	equal(t, "encoded within the hour", encoded, 2)
	clock.advance(time.Minute)
	send("index 99 out of range")
	equal(t, "encoded after the hour", encoded, 3)
	flush(t, r)
	with := 0
	for _, e := range s.all() {
		if e.MarketData != nil {
			with++
		}
	}
	equal(t, "events with data", with, 3)
}

func TestMarketDataIsEncodedAtOnce(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	config := testConfig(s)
	config.clock = newClock()
	r := begin(t, config)
	candles := map[string][]float64{"5m": {1, 2}}
	report(t, r, Event{TraderID: testTrader, Message: "x", MarketData: candles})
	candles["5m"][0] = 99
	flush(t, r)
	equal(t, "data", string(s.all()[0].MarketData), `{"5m":[1,2]}`)
}

type panics struct{}

func (panics) MarshalJSON() ([]byte, error) { panic("no") }

func TestMarketDataThatCannotBeSentCostsNothingElse(t *testing.T) {
	t.Parallel()
	deep := any(1)
	for range 30 {
		deep = map[string]any{"d": deep}
	}
	for name, c := range map[string]struct {
		data    any
		key     string
		contain string
	}{
		"large":      {map[string]string{"x": strings.Repeat("x", 300_000)}, "market_data_omitted_bytes", "300008"},
		"not finite": {map[string]float64{"x": math.NaN()}, "market_data_error", "NaN"},
		"a list":     {[]int{1}, "market_data_error", "object"},
		"panics":     {map[string]any{"x": panics{}}, "market_data_error", "panicked"},
		"deep":       {deep, "market_data_error", "deep"},
		"broken raw": {json.RawMessage("{"), "market_data_error", "JSON"},
		"a channel":  {make(chan int), "market_data_error", "chan"},
	} {
		s := newServer(t)
		r := begin(t, testConfig(s))
		report(t, r, Event{TraderID: testTrader, Message: "x", MarketData: c.data})
		flush(t, r)
		e := s.all()[0]
		value := e.Context[c.key]
		if number, ok := value.(float64); ok {
			value = int(number)
		}
		if e.MarketData != nil || !strings.Contains(fmt.Sprint(value), c.contain) {
			t.Errorf("%s: %v", name, e.Context)
		}
	}
}

func TestSamplerForgetsTheOldestFirst(t *testing.T) {
	t.Parallel()
	s := newSampler(time.Hour)
	now := time.Now()
	for i := range uint64(maxFaults + 1) {
		s.take(i, now)
	}
	equal(t, "remembered", len(s.faults), maxFaults)
	equal(t, "the second is known", s.take(1, now), false)
	equal(t, "the oldest is forgotten", s.take(0, now), true)
	s.release(5)
	equal(t, "what was released is wanted again", s.take(5, now), true)
	equal(t, "list and map agree", s.order.Len(), len(s.faults))
}

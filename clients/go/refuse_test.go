package recovery

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestSenderFindsThePoisonedEventAmong500(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 415, 422, 409} {
		s := newServer(t)
		s.fault = func(_ int, w http.ResponseWriter, _ *http.Request, events []wireEvent) bool {
			for _, e := range events {
				if e.Message == "poison" {
					w.WriteHeader(status)
					fmt.Fprint(w, `{"code":"invalid_body","message":"no"}`)
					return true
				}
			}
			return false
		}
		config := testConfig(s)
		config.FlushCount, config.clock = 500, newClock()
		r := begin(t, config)
		for i := range 500 {
			message := fmt.Sprintf("%03d", i)
			if i == 333 {
				message = "poison"
			}
			report(t, r, Event{TraderID: testTrader, Message: message, Occurrences: 2})
		}
		flush(t, r)
		equal(t, "the others", len(s.all()), 499)
		equal(t, "sent", r.Stats().Sent, 998)
		equal(t, "refused", r.Stats().Dropped["refused"], 2)
		equal(t, "waiting", r.Stats().WaitingEvents, 0)
		equal(t, "waiting bytes", r.Stats().WaitingBytes, 0)
		if n := len(s.allTries()); n > 20 {
			t.Errorf("%d tries for one bad event", n)
		}
		events := s.all()
		for i := 1; i < 499; i++ {
			if events[i].Message <= events[i-1].Message {
				t.Fatal("the halves came out of order")
			}
		}
	}
}

func TestSenderShrinksWhatIsTooLarge(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.fault = func(_ int, w http.ResponseWriter, r *http.Request, events []wireEvent) bool {
		size := 0
		for _, e := range events {
			size += len(e.MarketData) + len(e.Stack)
		}
		if size > 2000 {
			w.WriteHeader(413)
		}
		return size > 2000
	}
	config := testConfig(s)
	config.clock = newClock()
	r := begin(t, config)
	report(t, r, failure("small"))
	report(t, r, Event{TraderID: testTrader, Message: "with data", MarketData: map[string]string{"symbol": strings.Repeat("x", 3000)}})
	report(t, r, Event{TraderID: testTrader, Message: "large itself", Stack: strings.Repeat("x", 3000), Occurrences: 4})
	report(t, r, Event{TraderID: testTrader, Message: "large twice", Stack: strings.Repeat("x", 3000), MarketData: map[string]int{"a": 1}})
	flush(t, r)
	events := s.all()
	equal(t, "taken", len(events), 2)
	equal(t, "market data", string(events[1].MarketData), "")
	equal(t, "its size", fmt.Sprint(events[1].Context["market_data_omitted_bytes"]), "3013")
	equal(t, "too large", r.Stats().Dropped["too_large"], 5)
}

package recovery

import (
	"context"
	"fmt"
	"sync"
	"testing"
)

func TestReportWaitsForNobody(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	config := testConfig(s)
	config.clock = newClock()
	r := begin(t, config)
	report(t, r, failure("index 1 out of range"))
	r.lock()
	for i := range 3 {
		report(t, r, failure(fmt.Sprint("while it is held ", i)))
	}
	// Its data is not sent, because it joins the first: the fault's next event must have some.
	report(t, r, Event{TraderID: testTrader, Message: "index 1 out of range", MarketData: map[string]int{"n": 1}})
	equal(t, "in the window while it is held", len(r.open.entries), 1)
	r.unlock()
	r.mu.Lock()
	equal(t, "in the window afterwards", len(r.open.entries), 4)
	r.mu.Unlock()
	equal(t, "waiting", r.Stats().WaitingEvents, 4)
	report(t, r, Event{TraderID: testTrader, Message: "index 2 out of range", MarketData: map[string]int{"n": 2}})
	flush(t, r)
	events := s.all()
	equal(t, "order", events[1].Message+events[3].Message, "while it is held 0while it is held 2")
	equal(t, "joined", events[0].Occurrences, 2)
	equal(t, "data of the next", string(events[4].MarketData), `{"n":2}`)
}

func TestCloseWaitsForReportsThatWereBegun(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := begin(t, testConfig(s))
	event := failure("begun before Close")
	event.fit(&r.config, r.clock.Now())
	k := keyOf(&event, r.seed)
	r.reporting.Add(1)
	var closing sync.WaitGroup
	closing.Add(1)
	go func() {
		defer closing.Done()
		closeAll(t, r)
	}()
	await(t, "Close", r.closed.Load)
	await(t, "the sender to see it", func() bool { return r.Report(context.Background(), failure("late")) == ErrClosed })
	if err := r.keepInMemory(r.newDraft(&event, &k, nil, marketData{})); err != nil {
		t.Error(err)
	}
	r.reporting.Add(-1)
	closing.Wait()
	equal(t, "taken", s.counts()["begun before Close"], 1)
}

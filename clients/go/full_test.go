package recovery

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestReportSaysWhenMemoryIsFull(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.fault = func(n int, w http.ResponseWriter, _ *http.Request, _ []wireEvent) bool {
		w.WriteHeader(503)
		return true
	}
	config := testConfig(s)
	config.clock, config.MaxEvents, config.FlushCount = newClock(), 20, 10
	r := begin(t, config)
	for i := range 20 {
		report(t, r, failure(fmt.Sprint(i)))
	}
	if err := r.Report(context.Background(), Event{TraderID: testTrader, Message: "one more", Occurrences: 5}); !errors.Is(err, ErrFull) {
		t.Errorf("got %v", err)
	}
	report(t, r, failure("19")) // joins
	equal(t, "dropped", r.Stats().Dropped["full"], 5)
	equal(t, "waiting", r.Stats().WaitingEvents, 20)

	config.MaxEvents, config.MaxBytes = 0, 2000
	r = begin(t, config)
	report(t, r, failure("small"))
	if err := r.Report(context.Background(), failure(strings.Repeat("large", 400))); !errors.Is(err, ErrFull) {
		t.Errorf("got %v", err)
	}
}

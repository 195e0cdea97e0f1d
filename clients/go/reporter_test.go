package recovery

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestReportDeliversAllFields(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	config := testConfig(s)
	config.ExecutorVersion, config.MachineID = "1.2.3", "e784"
	r := begin(t, config)
	at := time.Date(2026, 2, 28, 9, 59, 59, 123_000_000, time.FixedZone("", 3600))
	report(t, r, Event{
		TraderID: testTrader, Component: Series, ErrorType: Timeout, Message: "series code execution timeout", Stack: "goroutine 1",
		OccurredAt: at, CodeSHA256: CodeSHA256("a", "b"), FilterCode: "a", Occurrences: 7,
		Context: Context{
			TriggerInterval: "5m", Symbol: "NEWUSDT", SymbolsProcessed: 12, ExecutionDuration: 1500 * time.Microsecond, MachineID: "own",
			FailingFunction: "evaluate", FailingStatement: "return *x > 1", Extra: map[string]any{"region": "fra", "symbol": "no", "bad": func() {}},
		},
		MarketData: map[string]any{"symbol": "NEWUSDT"},
	})
	closeAll(t, r)
	e := s.all()[0]
	equal(t, "component", e.Component, Series)
	equal(t, "type", e.ErrorType, Timeout)
	equal(t, "occurred_at", e.OccurredAt, "2026-02-28T08:59:59.123Z")
	equal(t, "hash", e.CodeSHA256, CodeSHA256("a", "b"))
	equal(t, "code beside a hash", e.FilterCode, "")
	equal(t, "occurrences", e.Occurrences, 7)
	equal(t, "market data", string(e.MarketData), `{"symbol":"NEWUSDT"}`)
	equal(t, "context", fmt.Sprint(e.Context), "map[execution_duration_ms:1.5 executor_version:1.2.3 failing_function:evaluate "+
		"failing_statement:return *x > 1 machine_id:own region:fra symbol:NEWUSDT symbols_processed:12 trigger_interval:5m]")
	if !isUUID(e.EventID) || e.EventID[14] != '4' || !strings.ContainsRune("89ab", rune(e.EventID[19])) {
		t.Errorf("event_id %q is no uuid v4", e.EventID)
	}
}

func TestReportFillsWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	clock := newClock()
	config := testConfig(s)
	config.clock = clock
	r := begin(t, config)
	report(t, r, failure("x"))
	report(t, r, Event{TraderID: testTrader, Message: "before all time", OccurredAt: time.Unix(0, 0), FilterCode: "return true"})
	flush(t, r)
	events := s.all()
	equal(t, "occurred_at", events[0].OccurredAt, "2026-02-28T10:00:00Z")
	equal(t, "component", events[0].Component, Filter)
	equal(t, "occurrences", events[0].Occurrences, 1)
	equal(t, "a time that the server would reject", events[1].OccurredAt, "")
	equal(t, "code without a hash", events[1].FilterCode, "return true")
}

func TestReportRefusesInvalidEvents(t *testing.T) {
	t.Parallel()
	r := begin(t, testConfig(newServer(t)))
	for field, event := range map[string]Event{
		"trader_id":     {TraderID: "seven", Message: "x"},
		"error_message": {TraderID: testTrader},
		"occurrences":   {TraderID: testTrader, Message: "x", Occurrences: 1_000_001},
		"component":     {TraderID: testTrader, Message: "x", Component: "strategy"},
		"error_type":    {TraderID: testTrader, Message: "x", ErrorType: "panic"},
		"event_id":      {TraderID: testTrader, Message: "x", ID: strings.Repeat("\x10", 36)},
		"code_sha256":   {TraderID: testTrader, Message: "x", CodeSHA256: strings.Repeat("A", 64)},
	} {
		err := r.Report(context.Background(), event)
		var invalid *InvalidEventError
		if !errors.As(err, &invalid) || invalid.Field != field || !strings.Contains(err.Error(), field+" must be") {
			t.Errorf("%s: %v", field, err)
		}
	}
	err := r.Report(context.Background(), Event{TraderID: testTrader, Message: "x", Occurrences: -3})
	equal(t, "message", err.Error(), `cannot report this event: occurrences must be a whole number from 1 to 1000000, got "-3"`)
	equal(t, "dropped", r.Stats().Dropped["invalid"], 1_000_000+7)
}

func TestReportKeepsErrorsOfCancelledContexts(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := begin(t, testConfig(s))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := r.Report(ctx, failure("cancelled")); err != nil {
		t.Fatal(err)
	}
	closeAll(t, r)
	equal(t, "taken", s.counts()["cancelled"], 1)
}

func TestReportCutsLongTextsBetweenCharacters(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := begin(t, testConfig(s))
	report(t, r, Event{TraderID: testTrader, Message: "a" + strings.Repeat("é", 5000), Stack: strings.Repeat("€", 20_000)})
	report(t, r, Event{TraderID: testTrader, Message: "bytes \xff\xfe \x00 \" \\ \n \u2028 <b>", Context: Context{Symbol: strings.Repeat("S", 101)}})
	closeAll(t, r)
	e := s.all()[0]
	equal(t, "message", e.Message, "a"+strings.Repeat("é", 4095))
	equal(t, "stack", e.Stack, strings.Repeat("€", 10_922))
	equal(t, "truncated", fmt.Sprint(e.Context["truncated"]), "[error_message stack_trace]")
	e = s.all()[1]
	equal(t, "odd bytes", e.Message, "bytes \ufffd\ufffd \x00 \" \\ \n \u2028 <b>")
	equal(t, "truncated", fmt.Sprint(e.Context["truncated"]), "[symbol]")
}

func TestReportJoinsEqualErrors(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	clock := newClock()
	config := testConfig(s)
	config.clock = clock
	r := begin(t, config)
	base := Event{TraderID: testTrader, Message: "same", Context: Context{Symbol: "A"}}
	for range 3 {
		report(t, r, base)
	}
	clock.advance(10 * time.Millisecond)
	base.Occurrences = 4
	report(t, r, base)
	for _, change := range []func(*Event){
		func(e *Event) { e.TraderID = strings.ToUpper(testTrader) },
		func(e *Event) { e.Component = Series },
		func(e *Event) { e.ErrorType = Runtime },
		func(e *Event) { e.Message = "other" },
		func(e *Event) { e.CodeSHA256 = CodeSHA256("", "") },
		func(e *Event) { e.FilterCode = "return true" },
		func(e *Event) { e.Context.Symbol = "B" },
		func(e *Event) { e.Context.TriggerInterval = "5m" },
		func(e *Event) { e.Context.FailingFunction = "f" },
		func(e *Event) { e.Context.FailingStatement = "x" },
	} {
		other := base
		change(&other)
		report(t, r, other)
	}
	flush(t, r)
	events := s.all()
	equal(t, "distinct", len(events), 11)
	equal(t, "occurrences", events[0].Occurrences, 7)
	equal(t, "time of the first", events[0].OccurredAt, "2026-02-28T10:00:00Z")
}

func TestReportStartsANewEventAboveAMillion(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	config := testConfig(s)
	config.clock = newClock()
	r := begin(t, config)
	event := failure("much")
	for _, n := range []int{600_000, 400_000, 1, 999_999, 5} {
		event.Occurrences = n
		report(t, r, event)
	}
	flush(t, r)
	equal(t, "events", len(s.all()), 3)
	equal(t, "sum", s.counts()["much"], 2_000_005)
}

func TestFlushWhenDue(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	clock := newClock()
	config := testConfig(s)
	config.clock, config.FlushCount, config.FlushBytes = clock, 3, 2000
	r := begin(t, config)

	report(t, r, failure("late"))
	clock.awaitWait(t, func(d time.Duration) bool { return d == time.Second })
	equal(t, "before its time", len(s.allTries()), 0)
	clock.advance(time.Second)
	await(t, "the interval", func() bool { return s.counts()["late"] == 1 })

	for i := range 3 {
		report(t, r, failure(fmt.Sprint("count ", i)))
	}
	await(t, "the count", func() bool { return s.counts()["count 2"] == 1 })

	report(t, r, failure("bytes "+strings.Repeat("x", 2000)))
	await(t, "the bytes", func() bool { return len(s.all()) == 5 })
}

// await polls for what happens on another goroutine without a clock's doing.
func await(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

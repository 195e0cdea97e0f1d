package recovery

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func guarded(r *Reporter, event Event, f func()) (err error) {
	defer r.Recover(context.Background(), event, &err)
	f()
	return nil
}

func TestRecoverReportsThePanic(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := begin(t, testConfig(s))
	var nothing *float64
	err := guarded(r, Event{TraderID: testTrader, Context: Context{Symbol: "NEWUSDT"}}, func() { *nothing = 1 })
	var panicked *PanicError
	var cause runtime.Error
	if !errors.As(err, &panicked) || !errors.As(err, &cause) {
		t.Fatalf("got %v", err)
	}
	if err := guarded(r, Event{TraderID: testTrader, Component: Series}, func() { panic("boom") }); err.Error() != "panic in series code: boom" {
		t.Errorf("got %v", err)
	}
	if err := guarded(r, failure(""), func() {}); err != nil {
		t.Errorf("without a panic: %v", err)
	}
	closeAll(t, r)
	e := s.all()[0]
	equal(t, "message", e.Message, "panic in trader "+testTrader+": runtime error: invalid memory address or nil pointer dereference")
	equal(t, "type", e.ErrorType, Runtime)
	equal(t, "symbol", fmt.Sprint(e.Context["symbol"]), "NEWUSDT")
	if !strings.Contains(e.Stack, "TestRecoverReportsThePanic") {
		t.Errorf("stack: %s", e.Stack)
	}
	equal(t, "series", s.all()[1].Message, "panic in series code: boom")
}

type rude struct{}

func (rude) Error() string { panic("even its text panics") }

func TestRecoverTakesEveryPanic(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := begin(t, testConfig(s))
	for _, value := range []any{nil, 7, errors.New("wrapped"), rude{}, strings.Repeat("long", 10_000), []byte{1}, (*rude)(nil)} {
		if err := guarded(r, failure(""), func() { panic(value) }); err == nil {
			t.Errorf("panic(%T) was none", value)
		}
	}
	closeAll(t, r)
	equal(t, "taken", r.Stats().Sent, 7)
	if first := s.all()[0].Message; !strings.Contains(first, "panic called with nil argument") {
		t.Error(first)
	}
}

func TestRecoverLeavesGoexitAlone(t *testing.T) {
	t.Parallel()
	r := begin(t, testConfig(newServer(t)))
	done := make(chan struct{})
	r.Go(context.Background(), failure(""), func(context.Context) {
		defer close(done)
		runtime.Goexit()
	})
	<-done
	equal(t, "waiting", r.Stats().WaitingEvents, 0)
}

func TestRecoverLogsWhatCannotBeReported(t *testing.T) {
	t.Parallel()
	log := &logged{}
	config := testConfig(newServer(t))
	config.Logger = log.logger()
	r := begin(t, config)
	if err := guarded(r, Event{TraderID: "nobody"}, func() { panic("x") }); err == nil {
		t.Error("the panic is gone")
	}
	if !strings.Contains(log.String(), "trader_id must be a uuid") {
		t.Error(log.String())
	}
}

func TestGoSurvivesAThousandPanics(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	config := testConfig(s)
	config.SpoolDir = t.TempDir()
	r := begin(t, config)
	var running sync.WaitGroup
	for i := range 1000 {
		running.Add(1)
		r.Go(context.Background(), Event{TraderID: testTrader, Context: Context{Symbol: fmt.Sprint(i % 50)}}, func(context.Context) {
			defer running.Done()
			var numbers []float64
			_ = numbers[i%5]
		})
	}
	running.Wait()
	// Recover reports after the deferred Done.
	await(t, "the reports", func() bool { flush(t, r); return r.Stats().Sent == 1000 })
	total := 0
	for _, n := range s.counts() {
		total += n
	}
	equal(t, "counted", total, 1000)
}

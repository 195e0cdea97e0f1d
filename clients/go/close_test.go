package recovery

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestCloseSendsWhatWaits(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	config := testConfig(s)
	config.clock = newClock() // nothing is due by itself
	r := begin(t, config)
	report(t, r, failure("x"))
	closeAll(t, r)
	equal(t, "taken", s.counts()["x"], 1)
	if err := r.Report(context.Background(), failure("late")); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	closeAll(t, r)
	flush(t, r)
}

func TestCloseReturnsAtItsDeadlineFromADeadServer(t *testing.T) {
	t.Parallel()
	for _, spooled := range []bool{false, true} {
		s := newServer(t)
		s.fault = func(_ int, w http.ResponseWriter, r *http.Request, _ []wireEvent) bool {
			<-r.Context().Done()
			return true
		}
		config := testConfig(s)
		config.FlushCount, config.clock = 2, nil
		if spooled {
			config.SpoolDir = t.TempDir()
		}
		r := begin(t, config)
		for i := range 5 {
			report(t, r, failure(fmt.Sprint(i)))
		}
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		started := time.Now()
		err := r.Close(ctx)
		cancel()
		if took := time.Since(started); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
		var unsent *UnsentError
		if !errors.As(err, &unsent) || !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v", err)
		}
		equal(t, "unsent", unsent.Unsent, 5)
		if spooled {
			equal(t, "in the spool", unsent.InSpool, 5)
			equal(t, "lost", r.Stats().Dropped["closed"], 0)
			continue
		}
		equal(t, "lost", r.Stats().Dropped["closed"], 5)
		if !strings.Contains(err.Error(), "5 errors unsent, which are lost") {
			t.Error(err)
		}
	}
}

func TestCloseTriesAtOnceWhereASendIsBackingOff(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.fault = func(n int, w http.ResponseWriter, _ *http.Request, _ []wireEvent) bool {
		if n == 0 {
			w.WriteHeader(401)
		}
		return n == 0
	}
	clock := newClock()
	config := testConfig(s)
	config.clock, config.FlushCount = clock, 1
	r := begin(t, config)
	report(t, r, failure("x"))
	clock.awaitWait(t, func(d time.Duration) bool { return d >= 50*time.Second && d <= 70*time.Second })
	closeAll(t, r)
	equal(t, "taken", s.counts()["x"], 1)
}

func TestFlushReturnsWithItsContext(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.fault = func(_ int, w http.ResponseWriter, _ *http.Request, _ []wireEvent) bool {
		w.WriteHeader(500)
		return true
	}
	config := testConfig(s)
	config.clock = newClock()
	r := begin(t, config)
	report(t, r, failure("x"))
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if err := r.Flush(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// Whatever Report took while Close was running was sent.
func TestCloseLosesNothingThatWasTaken(t *testing.T) {
	t.Parallel()
	for round := range 20 {
		s := newServer(t)
		config := testConfig(s)
		if round%2 == 1 {
			config.SpoolDir = t.TempDir()
		}
		r := begin(t, config)
		var reporters sync.WaitGroup
		kept := make([]int, 8)
		for i := range kept {
			reporters.Add(1)
			go func() {
				defer reporters.Done()
				for r.Report(context.Background(), failure(fmt.Sprint(i, kept[i]%50))) == nil {
					kept[i]++
				}
			}()
		}
		time.Sleep(time.Millisecond) // lets some of them pass; how many does not matter
		closeAll(t, r)
		reporters.Wait()
		want, got := 0, 0
		for _, n := range kept {
			want += n
		}
		for _, n := range s.counts() {
			got += n
		}
		equal(t, "counted", got, want)
	}
}

func TestCloseLeavesNoGoroutine(t *testing.T) {
	s := newServer(t)
	const goroutines = "clients/go.(*Reporter)"
	for i := range 5 {
		config := testConfig(s)
		config.clock = nil
		config.SpoolDir = t.TempDir()
		r := begin(t, config)
		report(t, r, failure(fmt.Sprint(i)))
		closeAll(t, r)
	}
	await(t, "the goroutines to end", func() bool {
		buffer := make([]byte, 1<<20)
		stacks := string(buffer[:runtime.Stack(buffer, true)])
		return !strings.Contains(stacks, goroutines+".run(") && !strings.Contains(stacks, "net/http.(*persistConn).readLoop")
	})
}

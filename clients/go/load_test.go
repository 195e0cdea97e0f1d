package recovery

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const crowd = 10_000

// What the reporter promises on a machine of its own; without a spool in the case of the time. The test fails at ten times as much, and
// only if three storms exceed it, because machines are shared.
const (
	promisedHeap = 20 << 20
	promisedP99  = 50 * time.Microsecond
	spooledP99   = 100 * time.Millisecond
)

// takeAll answers for everything without looking at it.
func takeAll(w http.ResponseWriter, r *http.Request) {
	body, _ := readBody(r)
	w.WriteHeader(http.StatusAccepted)
	fmt.Fprintf(w, `{"accepted":%d,"duplicates":0,"rejected":[]}`, strings.Count(string(body), `"event_id"`))
}

func TestReportStaysFastAndSmallUnderACrowd(t *testing.T) {
	for _, kind := range []struct {
		name     string
		distinct int
		spooled  bool
	}{{"distinct", crowd, false}, {"equal", 10, false}, {"distinct spooled", crowd, true}, {"equal spooled", 10, true}} {
		limit := 10 * promisedP99
		if kind.spooled {
			limit = 10 * spooledP99
		}
		within := false
		for round := 0; round < 3 && !within; round++ {
			heap, p99 := measure(t, kind.name, crowdOf(kind.distinct), kind.spooled)
			within = raceDetector || heap <= 10*promisedHeap && p99 <= limit
		}
		if !within {
			t.Errorf("%s: three storms above ten times the limits", kind.name)
		}
	}
}

func crowdOf(distinct int) []Event {
	stack := strings.Repeat("goroutine 1 [running]:\nmain.evaluate(...)\n", 8)
	events := make([]Event, crowd)
	for i := range events {
		events[i] = Event{
			TraderID: testTrader, Stack: stack, ErrorType: Runtime, CodeSHA256: CodeSHA256("", ""),
			Message: fmt.Sprintf("panic in trader %s: reflect: slice index out of range %d", testTrader, i%distinct),
			Context: Context{Symbol: "NEWUSDT", TriggerInterval: "5m", SymbolsProcessed: 100},
		}
	}
	return events
}

func measure(t *testing.T, name string, events []Event, spooled bool) (heap uint64, p99 time.Duration) {
	s := httptest.NewServer(http.HandlerFunc(takeAll))
	defer s.Close()
	config := Config{URL: s.URL, Secret: testSecret}
	if spooled {
		config.SpoolDir = filepath.Join(t.TempDir(), "spool")
	}
	r := begin(t, config)
	heap, took := storm(t, r, events)
	closeAll(t, r)
	equal(t, name+": sent", r.Stats().Sent, crowd)
	p99 = took[crowd*99/100]
	t.Logf("%-16s heap +%.1f MB, Report p50 %v, p99 %v, worst %v", name, float64(heap)/(1<<20), took[crowd/2], p99, took[crowd-1])
	return heap, p99
}

// storm reports each event from a goroutine of its own, all at once, and gives the growth of the heap and the sorted times.
func storm(t *testing.T, r *Reporter, events []Event) (heap uint64, took []time.Duration) {
	var failed atomic.Int64
	took = make([]time.Duration, len(events))
	var ready, finished sync.WaitGroup
	gate := make(chan struct{})
	for i := range events {
		ready.Add(1)
		finished.Add(1)
		go func() {
			defer finished.Done()
			ready.Done()
			<-gate
			started := time.Now()
			err := r.Report(context.Background(), events[i])
			took[i] = time.Since(started)
			if err != nil {
				failed.Add(1)
			}
		}()
	}
	ready.Wait()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	close(gate)
	finished.Wait()
	runtime.ReadMemStats(&after)
	equal(t, "reports that failed", failed.Load(), 0)
	slices.Sort(took)
	return after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc), took
}

func BenchmarkReport(b *testing.B) {
	for _, name := range []string{"distinct", "equal", "distinct spooled", "equal spooled"} {
		b.Run(name, func(b *testing.B) {
			s := httptest.NewServer(http.HandlerFunc(takeAll))
			defer s.Close()
			config := Config{URL: s.URL, Secret: testSecret, MaxEvents: 1_000_000, MaxBytes: 1 << 30, SpoolMaxBytes: 1 << 40}
			if strings.HasSuffix(name, "spooled") {
				config.SpoolDir = b.TempDir()
			}
			r, err := New(config)
			if err != nil {
				b.Fatal(err)
			}
			defer r.Close(context.Background())
			event := failure("panic in trader: reflect: slice index out of range")
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if strings.HasPrefix(name, "distinct") {
					event.Message = fmt.Sprintf("reflect: slice index out of range %d", i)
				}
				if err := r.Report(context.Background(), event); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

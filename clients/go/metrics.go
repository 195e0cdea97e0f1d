package recovery

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// The reasons for which occurrences are given up.
const (
	droppedFull     = "full"      // memory, and the spool if there is one, had no room
	droppedInvalid  = "invalid"   // Report refused the event
	droppedRefused  = "refused"   // the server refused to read the event
	droppedRejected = "rejected"  // the server read the event and rejected it
	droppedTooLarge = "too_large" // too large even without market data
	droppedSpool    = "spool"     // a record on disk was cut or damaged
	droppedClosed   = "closed"    // not sent when the reporter was closed, and not in the spool
)

var durationBuckets = [...]float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}

// metrics counts what became of the errors.
type metrics struct {
	mu        sync.Mutex
	success   uint64
	failures  map[string]uint64
	dropped   map[string]uint64
	unspooled uint64
	buckets   [len(durationBuckets) + 1]uint64
	seconds   float64
}

func newMetrics() *metrics {
	return &metrics{
		failures: map[string]uint64{"network": 0, "timeout": 0, "garbage": 0},
		dropped: map[string]uint64{
			droppedFull: 0, droppedInvalid: 0, droppedRefused: 0, droppedRejected: 0, droppedTooLarge: 0, droppedSpool: 0, droppedClosed: 0,
		},
	}
}

func (m *metrics) took(occurrences int) {
	m.mu.Lock()
	m.success += uint64(occurrences)
	m.mu.Unlock()
}

func (m *metrics) failed(reason string) {
	m.mu.Lock()
	m.failures[reason]++
	m.mu.Unlock()
}

func (m *metrics) drop(reason string, occurrences int) {
	m.mu.Lock()
	m.dropped[reason] += uint64(occurrences)
	m.mu.Unlock()
}

func (m *metrics) missedSpool(occurrences int) {
	m.mu.Lock()
	m.unspooled += uint64(occurrences)
	m.mu.Unlock()
}

func (m *metrics) observe(d time.Duration) {
	seconds := d.Seconds()
	place := 0
	for place < len(durationBuckets) && seconds > durationBuckets[place] {
		place++
	}
	m.mu.Lock()
	m.buckets[place]++
	m.seconds += seconds
	m.mu.Unlock()
}

// Stats is what the metrics say, for callers that want numbers. All count occurrences, not events.
type Stats struct {
	Sent          uint64            // the server took them
	Dropped       map[string]uint64 // given up, by reason
	WaitingEvents int               // distinct events in memory
	WaitingBytes  int               // bytes they are accounted with
	SpoolBytes    int64             // bytes on disk
}

// Stats is the state of now.
func (r *Reporter) Stats() Stats {
	r.metrics.mu.Lock()
	stats := Stats{Sent: r.metrics.success, Dropped: maps.Clone(r.metrics.dropped)}
	r.metrics.mu.Unlock()
	stats.WaitingEvents, stats.WaitingBytes = int(r.events.Load()), int(r.bytes.Load())
	if r.spool != nil {
		stats.SpoolBytes = r.spool.bytes.Load()
	}
	return stats
}

// WriteMetrics writes all metrics in Prometheus' text format 0.0.4.
func (r *Reporter) WriteMetrics(w io.Writer) error {
	_, err := w.Write(r.metrics.text(r.Stats()))
	return err
}

// Metrics serves the metrics to a scraper.
func (r *Reporter) Metrics() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		r.WriteMetrics(w)
	})
}

func (m *metrics) text(stats Stats) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b []byte
	head := func(name, kind, help string) {
		b = fmt.Appendf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
	}
	single := func(name, kind, help string, value any) {
		head(name, kind, help)
		b = fmt.Appendf(b, "%s %v\n", name, value)
	}
	byReason := func(name, help string, values map[string]uint64) {
		head(name, "counter", help)
		for _, reason := range slices.Sorted(maps.Keys(values)) {
			b = fmt.Appendf(b, "%s{reason=%q} %d\n", name, reason, values[reason])
		}
	}
	single("trader_error_persist_success_total", "counter", "Errors that the server took.", m.success)
	byReason("trader_error_persist_failures_total", "Tries to send that failed, by status code or cause.", m.failures)
	const duration = "trader_error_persist_duration_seconds"
	head(duration, "histogram", "How long tries to send took.")
	var sum uint64
	for i, bound := range durationBuckets {
		sum += m.buckets[i]
		b = fmt.Appendf(b, "%s_bucket{le=\"%g\"} %d\n", duration, bound, sum)
	}
	sum += m.buckets[len(durationBuckets)]
	b = fmt.Appendf(b, "%s_bucket{le=\"+Inf\"} %d\n%s_sum %g\n%s_count %d\n", duration, sum, duration, m.seconds, duration, sum)
	byReason("trader_error_dropped_total", "Errors that were given up, by reason.", m.dropped)
	single("trader_error_waiting_events", "gauge", "Distinct errors that wait in memory.", stats.WaitingEvents)
	single("trader_error_waiting_bytes", "gauge", "Memory that waiting errors are accounted with.", stats.WaitingBytes)
	single("trader_error_spool_bytes", "gauge", "Bytes of the spool on disk.", stats.SpoolBytes)
	single("trader_error_unspooled_total", "counter", "Errors kept in memory only although there is a spool.", m.unspooled)
	return b
}

package recovery

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// away is a server that takes nothing until it is back.
func away(t *testing.T) (s *server, back *atomic.Bool) {
	s, back = newServer(t), &atomic.Bool{}
	s.fault = func(_ int, w http.ResponseWriter, _ *http.Request, _ []wireEvent) bool {
		if !back.Load() {
			w.WriteHeader(503)
		}
		return !back.Load()
	}
	return s, back
}

func segments(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.segment"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// abandon closes a reporter as a kill would: without sending.
func abandon(t *testing.T, r *Reporter) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var unsent *UnsentError
	if err := r.Close(ctx); err != nil && !errors.As(err, &unsent) {
		t.Fatal(err)
	}
}

func TestSpoolKeepsEventsAndCountsUntilTheyAreSettled(t *testing.T) {
	t.Parallel()
	s, back := away(t)
	config := testConfig(s)
	config.SpoolDir, config.clock = filepath.Join(t.TempDir(), "a", "spool"), newClock()
	r := begin(t, config)
	for range 3 {
		report(t, r, failure("same"))
	}
	report(t, r, Event{TraderID: testTrader, Message: "other", Occurrences: 5, MarketData: map[string]int{"n": 1}})
	equal(t, "segments", len(segments(t, config.SpoolDir)), 1)
	abandon(t, r)

	for path, mode := range map[string]os.FileMode{config.SpoolDir: 0o700, segments(t, config.SpoolDir)[0]: 0o600} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v %v", path, info.Mode(), err)
		}
	}
	back.Store(true)
	r = begin(t, config)
	report(t, r, failure("new"))
	flush(t, r)
	equal(t, "counts", fmt.Sprint(s.counts()), "map[new:1 other:5 same:3]")
	equal(t, "old first", s.all()[0].Message, "same")
	equal(t, "market data", string(s.all()[1].MarketData), `{"n":1}`)
	equal(t, "segments left", len(segments(t, config.SpoolDir)), 0)
	equal(t, "bytes left", r.Stats().SpoolBytes, 0)
}

func TestSpoolTakesWhatMemoryCannot(t *testing.T) {
	t.Parallel()
	s, back := away(t)
	config := testConfig(s)
	config.SpoolDir, config.MaxEvents, config.FlushCount, config.clock = t.TempDir(), 20, 10, newClock()
	r := begin(t, config)
	for i := range 300 {
		for range 2 {
			report(t, r, failure(fmt.Sprintf("%03d", i)))
		}
	}
	equal(t, "in memory", r.Stats().WaitingEvents, 20)
	equal(t, "dropped", r.Stats().Dropped["full"], 0)
	back.Store(true)
	closeAll(t, r)
	equal(t, "sent", r.Stats().Sent, 600)
	last := ""
	for _, e := range s.all() {
		if e.Message < last {
			t.Errorf("%s came after %s", e.Message, last)
		}
		last = e.Message
	}
	for message, n := range s.counts() {
		equal(t, message, n, 2)
	}
	equal(t, "segments left", len(segments(t, config.SpoolDir)), 0)
}

func TestSpoolThatIsFullLeavesEventsInMemory(t *testing.T) {
	t.Parallel()
	s, back := away(t)
	config := testConfig(s)
	config.SpoolDir, config.SpoolMaxBytes, config.clock, config.MaxEvents = t.TempDir(), 2000, newClock(), 50
	r := begin(t, config)
	for i := range 50 {
		report(t, r, failure(fmt.Sprint("event ", i)))
	}
	if err := r.Report(context.Background(), failure("one too many")); !errors.Is(err, ErrFull) {
		t.Errorf("got %v", err)
	}
	if n := r.Stats().SpoolBytes; n > 2000 || n < 1500 {
		t.Errorf("%d bytes on disk", n)
	}
	if !strings.Contains(text(r), "trader_error_unspooled_total 4") {
		t.Error(text(r))
	}
	back.Store(true)
	closeAll(t, r)
	equal(t, "sent", r.Stats().Sent, 50)
}

func TestSpoolThatCannotBeOpenedIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	clock := newClock()
	parent := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(parent, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	config := testConfig(s)
	config.SpoolDir, config.clock = filepath.Join(parent, "spool"), clock
	r := begin(t, config)
	report(t, r, failure("in memory"))
	flush(t, r)
	equal(t, "sent", r.Stats().Sent, 1)

	if err := errors.Join(os.Remove(parent), os.MkdirAll(config.SpoolDir, 0o700),
		os.WriteFile(filepath.Join(config.SpoolDir, "0000000000000007.segment"), testRecord(4, bodyOf(idA)), 0o600)); err != nil {
		t.Fatal(err)
	}
	clock.awaitWait(t, func(d time.Duration) bool { return d <= spoolRetry })
	clock.advance(spoolRetry)
	await(t, "what was there to be sent", func() bool { return s.counts()["x"] == 4 && len(segments(t, config.SpoolDir)) == 0 })
	report(t, r, failure("spooled"))
	equal(t, "segments", len(segments(t, config.SpoolDir)), 1)
}

func TestSpoolIsForOneReporter(t *testing.T) {
	t.Parallel()
	config := testConfig(newServer(t))
	config.SpoolDir = t.TempDir()
	r := begin(t, config)
	_, err := New(config)
	if !errors.Is(err, ErrSpoolInUse) || !strings.Contains(err.Error(), config.SpoolDir) {
		t.Errorf("got %v", err)
	}
	closeAll(t, r)
	closeAll(t, begin(t, config))
}

func TestSpoolSkipsDamagedRecords(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	config := testConfig(s)
	config.SpoolDir = t.TempDir()
	whole := wholeSegment()
	for name, data := range map[string][]byte{
		"0000000000000001.segment": whole[:len(whole)-5],
		"0000000000000002.segment": []byte("\x00\x01garbage\nE 1"),
		"0000000000000003.segment": nil,
		"notes.txt":                []byte("not a segment"),
	} {
		if err := os.WriteFile(filepath.Join(config.SpoolDir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := begin(t, config)
	flush(t, r)
	equal(t, "sent", r.Stats().Sent, 7)
	equal(t, "lost", r.Stats().Dropped["spool"], 1)
	equal(t, "segments left", len(segments(t, config.SpoolDir)), 0)
}

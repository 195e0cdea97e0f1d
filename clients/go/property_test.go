package recovery

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"
)

// faults answers at random as a bad day would: before or after it has stored the batch.
func faults(s *server, random *lockedRand) func(int, http.ResponseWriter, *http.Request, []wireEvent) bool {
	return func(_ int, w http.ResponseWriter, r *http.Request, events []wireEvent) bool {
		stored := random.n(2) == 0
		kind := random.n(16)
		if kind < 6 {
			return false
		}
		if stored && kind < 13 {
			s.store(events)
		}
		switch kind {
		case 6:
			w.Header().Set("Retry-After", fmt.Sprint(random.n(400)))
			w.WriteHeader(429)
		case 7:
			w.WriteHeader(500 + random.n(5))
		case 8:
			io.WriteString(w, `{"accepted":"many"}`)
		case 9:
			w.WriteHeader(202)
		case 10:
			cutAnswer(w, r)
		case 11:
			hijack(w, reset)
		case 12:
			hijack(w, func(net.Conn) {})
		case 13:
			w.WriteHeader([]int{401, 403, 404, 302}[random.n(4)])
		case 14, 15: // only parts of a batch are taken
			if len(events) < 2 {
				return false
			}
			fail([]int{413, 400, 422}[random.n(3)])(w, r)
		}
		return true
	}
}

type lockedRand struct {
	mu     sync.Mutex
	random *rand.Rand
}

func (l *lockedRand) n(n int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.random.IntN(n)
}

// Whatever the server does, what Report took arrives, under one id per event and with exact counts.
func TestEverythingTakenArrivesOnce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(24) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := &lockedRand{random: rand.New(rand.NewPCG(seed, 7))}
			s := newServer(t)
			s.fault = faults(s, random)
			config := testConfig(s)
			config.FlushCount = 1 + random.n(40)
			config.FlushBytes = 1000 + random.n(20_000)
			config.MaxEvents = 10 + random.n(200)
			config.MaxBytes = 20_000 + random.n(100_000)
			spooled := seed%3 != 0
			if spooled {
				config.SpoolDir = t.TempDir()
				if seed%3 == 2 {
					config.SpoolMaxBytes = int64(5000 + random.n(50_000))
				}
			}
			r := begin(t, config)
			taken := &ledger{counts: map[string]int{}}
			for life := range 3 {
				reportAtRandom(r, random, taken, life)
				// Without room on disk a death loses what was in memory alone: such lives end well.
				if life < 2 && spooled && seed%3 == 1 {
					abandon(t, r)
					r = begin(t, config)
				} else {
					flush(t, r)
				}
			}
			closeAll(t, r)
			got := s.counts()
			for message, n := range taken.counts {
				if got[message] != n {
					t.Errorf("%s: taken %d, arrived %d", message, n, got[message])
				}
			}
			equal(t, "messages", len(got), len(taken.counts))
			equal(t, "waiting", r.Stats().WaitingEvents+r.Stats().WaitingBytes, 0)
			if spooled {
				equal(t, "segments left", len(segments(t, config.SpoolDir)), 0)
				equal(t, "spool bytes", r.Stats().SpoolBytes, 0)
			}
		})
	}
}

type ledger struct {
	mu     sync.Mutex
	counts map[string]int
}

func reportAtRandom(r *Reporter, random *lockedRand, taken *ledger, life int) {
	var reporters sync.WaitGroup
	for worker := range 6 {
		reporters.Add(1)
		go func() {
			defer reporters.Done()
			for range 150 {
				event := failure(fmt.Sprintf("life %d fault %d of worker %d", life, random.n(60), worker%3))
				event.Occurrences = 1 + random.n(9)
				if random.n(10) == 0 {
					event.MarketData = map[string]string{"symbol": "NEWUSDT"}
				}
				if r.Report(context.Background(), event) == nil {
					taken.mu.Lock()
					taken.counts[event.Message] += event.Occurrences
					taken.mu.Unlock()
				}
				if random.n(50) == 0 {
					time.Sleep(time.Duration(random.n(500)) * time.Microsecond) // lets windows be taken in between
				}
			}
		}()
	}
	reporters.Wait()
}

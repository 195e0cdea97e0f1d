package recovery

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

const (
	testSecret = "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw=="
	testTrader = "9b1d4c1e-5a77-4d55-9a3c-3f1f5f6f7a01"
)

// wireEvent is an event as record-error reads it.
type wireEvent struct {
	EventID     string          `json:"event_id"`
	TraderID    string          `json:"trader_id"`
	Component   string          `json:"component"`
	ErrorType   string          `json:"error_type"`
	Message     string          `json:"error_message"`
	Stack       string          `json:"stack_trace"`
	OccurredAt  string          `json:"occurred_at"`
	CodeSHA256  string          `json:"code_sha256"`
	FilterCode  string          `json:"filter_code"`
	Occurrences int             `json:"occurrences"`
	Context     map[string]any  `json:"context"`
	MarketData  json.RawMessage `json:"market_data"`
}

type try struct {
	id, timestamp, encoding string
	events                  []wireEvent
}

// server is record-error: it verifies, counts an event once by its id, and remembers every try. fault may answer in its place.
type server struct {
	*httptest.Server
	t     *testing.T
	fault func(n int, w http.ResponseWriter, r *http.Request, events []wireEvent) (answered bool)

	mu    sync.Mutex
	tries []try
	taken map[string]wireEvent
	order []string
}

func newServer(t *testing.T) *server {
	s := &server{t: t, taken: map[string]wireEvent{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(r)
	if err != nil {
		s.t.Errorf("body: %v", err)
	}
	if problem := verify(r.Header, body); problem != "" {
		s.t.Error(problem)
	}
	var batch struct{ Events []wireEvent }
	if err := json.Unmarshal(body, &batch); err != nil || len(batch.Events) == 0 || len(batch.Events) > 500 || len(body) > 4_000_000 {
		s.t.Errorf("batch of %d events in %d bytes: %v", len(batch.Events), len(body), err)
	}
	s.mu.Lock()
	n := len(s.tries)
	s.tries = append(s.tries, try{r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp"), r.Header.Get("content-encoding"), batch.Events})
	fault := s.fault
	s.mu.Unlock()
	if fault != nil && fault(n, w, r, batch.Events) {
		return
	}
	s.take(w, batch.Events)
}

// take stores a batch and answers for it.
func (s *server) take(w http.ResponseWriter, events []wireEvent) {
	accepted := s.store(events)
	w.WriteHeader(http.StatusAccepted)
	fmt.Fprintf(w, `{"accepted":%d,"duplicates":%d,"rejected":[],"incidents":[],"results":[]}`, accepted, len(events)-accepted)
}

func (s *server) store(events []wireEvent) (accepted int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range events {
		if known, ok := s.taken[e.EventID]; !ok {
			s.taken[e.EventID] = e
			s.order = append(s.order, e.EventID)
			accepted++
		} else if known.Occurrences != e.Occurrences || known.Message != e.Message {
			s.t.Errorf("event %s came again as another: %q x %d, then %q x %d",
				e.EventID, known.Message, known.Occurrences, e.Message, e.Occurrences)
		}
	}
	return accepted
}

// counts sums what was taken by message.
func (s *server) counts() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := map[string]int{}
	for _, e := range s.taken {
		counts[e.Message] += e.Occurrences
	}
	return counts
}

func (s *server) all() []wireEvent {
	s.mu.Lock()
	defer s.mu.Unlock()
	var events []wireEvent
	for _, id := range s.order {
		events = append(events, s.taken[id])
	}
	return events
}

func (s *server) allTries() []try {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]try(nil), s.tries...)
}

func readBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil || r.Header.Get("content-encoding") != "gzip" {
		return body, err
	}
	reader, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(reader)
}

// verify is the other side of Standard Webhooks, written from its text.
func verify(header http.Header, body []byte) string {
	key, _ := base64.StdEncoding.DecodeString(testSecret[len("whsec_"):])
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", header.Get("webhook-id"), header.Get("webhook-timestamp"), body)
	if got, want := header.Get("webhook-signature"), "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)); got != want {
		return fmt.Sprintf("signature %q, want %q", got, want)
	}
	if header.Get("content-type") != "application/json" {
		return "content-type " + header.Get("content-type")
	}
	return ""
}

// logged gathers log lines.
type logged struct {
	mu    sync.Mutex
	lines bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.String()
}

func (l *logged) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

// testConfig sends to s, by a clock that jumps.
func testConfig(s *server) Config {
	return Config{URL: s.URL, Secret: testSecret, Logger: slog.New(slog.DiscardHandler), clock: autoClock()}
}

func begin(t *testing.T, config Config) *Reporter {
	t.Helper()
	r, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		r.Close(ctx)
	})
	return r
}

func failure(message string) Event { return Event{TraderID: testTrader, Message: message} }

func report(t *testing.T, r *Reporter, event Event) {
	t.Helper()
	if err := r.Report(context.Background(), event); err != nil {
		t.Fatal(err)
	}
}

// within is a context that ends a test that hangs.
func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func flush(t *testing.T, r *Reporter) {
	t.Helper()
	if err := r.Flush(within(t)); err != nil {
		t.Fatalf("flush: %v", err)
	}
}

func closeAll(t *testing.T, r *Reporter) {
	t.Helper()
	if err := r.Close(within(t)); err != nil {
		t.Fatalf("close: %v", err)
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

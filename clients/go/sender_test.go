package recovery

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// hijack cuts a connection in the way that f does.
func hijack(w http.ResponseWriter, f func(net.Conn)) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		f(conn)
		conn.Close()
	}
}

func fail(status int) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		io.WriteString(w, `{"code":"x","message":"y"}`)
	}
}

func failWithoutCode(status int) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>Bad Request</html>", status) }
}

func TestSenderRetriesWhatMayPass(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]struct {
		answer func(http.ResponseWriter, *http.Request)
		reason string
	}{
		"408":           {fail(408), "408"},
		"425":           {fail(425), "425"},
		"429":           {fail(429), "429"},
		"500":           {fail(500), "500"},
		"503":           {fail(503), "503"},
		"garbage":       {func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>all is well</html>") }, "garbage"},
		"an empty 202":  {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(202) }, "garbage"},
		"half a 202":    {func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"accepted":1,"duplicates":0}`) }, "garbage"},
		"a 204":         {fail(204), "garbage"},
		"a cut answer":  {cutAnswer, "network"},
		"a reset":       {func(w http.ResponseWriter, _ *http.Request) { hijack(w, reset) }, "network"},
		"a closed line": {func(w http.ResponseWriter, _ *http.Request) { hijack(w, func(net.Conn) {}) }, "network"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.fault = func(n int, w http.ResponseWriter, r *http.Request, _ []wireEvent) bool {
				if n < 12 {
					fault.answer(w, r)
				}
				return n < 12
			}
			clock := autoClock()
			config := testConfig(s)
			config.clock, config.jitter = clock, func() float64 { return 0.999999999 }
			r := begin(t, config)
			report(t, r, failure("x"))
			flush(t, r)
			equal(t, "taken", s.counts()["x"], 1)
			tries := s.allTries()
			equal(t, "tries", len(tries), 13)
			equal(t, "id of the same batch", tries[12].id, tries[0].id)
			if tries[12].timestamp <= tries[0].timestamp {
				t.Errorf("timestamp %s after %s", tries[12].timestamp, tries[0].timestamp)
			}
			waits := fmt.Sprint(rounded(last(12, clock.slept())))
			equal(t, "waits", waits, "[500ms 1s 2s 4s 8s 16s 32s 1m0s 1m0s 1m0s 1m0s 1m0s]")
			if line := fmt.Sprintf(`trader_error_persist_failures_total{reason="%s"} 12`, fault.reason); !strings.Contains(text(r), line) {
				t.Errorf("metrics lack %s", line)
			}
		})
	}
}

func last(n int, waits []time.Duration) []time.Duration { return waits[max(0, len(waits)-n):] }

func rounded(waits []time.Duration) []time.Duration {
	for i := range waits {
		waits[i] = waits[i].Round(time.Millisecond)
	}
	return waits
}

func cutAnswer(w http.ResponseWriter, _ *http.Request) {
	hijack(w, func(conn net.Conn) {
		io.WriteString(conn, "HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n{\"accepted\":1,\"du")
	})
}

func reset(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
}

func TestSenderGivesUpATryThatHangs(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.fault = func(n int, w http.ResponseWriter, r *http.Request, events []wireEvent) bool {
		if n == 0 {
			s.store(events) // what the answer would have said is lost
			<-r.Context().Done()
		}
		return n == 0
	}
	config := testConfig(s)
	config.RequestTimeout = 50 * time.Millisecond
	r := begin(t, config)
	report(t, r, Event{TraderID: testTrader, Message: "x", Occurrences: 3})
	flush(t, r)
	equal(t, "taken once", s.counts()["x"], 3)
	if !strings.Contains(text(r), `failures_total{reason="timeout"} 1`) {
		t.Error(text(r))
	}
}

func TestSenderObeysRetryAfter(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	clock := autoClock()
	headers := []string{"7", "date", "86400", "0", "soon", "-5"}
	s.fault = func(n int, w http.ResponseWriter, r *http.Request, _ []wireEvent) bool {
		if n < len(headers) {
			header := headers[n]
			if header == "date" {
				header = clock.Now().Add(90 * time.Second).Format(http.TimeFormat)
			}
			w.Header().Set("Retry-After", header)
			w.WriteHeader([]int{429, 503}[n%2])
		}
		return n < len(headers)
	}
	config := testConfig(s)
	config.clock, config.jitter = clock, func() float64 { return 0.5 }
	r := begin(t, config)
	report(t, r, failure("x"))
	flush(t, r)
	// What cannot be obeyed is backed off from instead.
	equal(t, "waits", fmt.Sprint(last(6, clock.slept())), "[7s 1m30s 5m0s 250ms 500ms 1s]")
}

func TestSenderAsksEachMinuteWhatAnOperatorMustMend(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
	t.Cleanup(other.Close)
	for status, answer := range map[int]func(http.ResponseWriter, *http.Request){
		401: fail(401), 403: fail(403), 404: fail(404),
		// Of something before record-error, which answers with a code.
		400: failWithoutCode(400), 415: failWithoutCode(415),
		307: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
		},
		302: func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, http.StatusFound) },
	} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.fault = func(n int, w http.ResponseWriter, r *http.Request, _ []wireEvent) bool {
				if n < 5 {
					answer(w, r)
				}
				return n < 5
			}
			clock, log := autoClock(), &logged{}
			config := testConfig(s)
			config.clock, config.Logger = clock, log.logger()
			config.HTTPClient = &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
			r := begin(t, config)
			report(t, r, failure("x"))
			flush(t, r)
			config.HTTPClient.CloseIdleConnections()
			equal(t, "taken", s.counts()["x"], 1)
			for _, wait := range last(5, clock.slept()) {
				if wait < 50*time.Second || wait > 70*time.Second {
					t.Errorf("waited %v", wait)
				}
			}
			equal(t, "complaints", strings.Count(log.String(), "level=ERROR"), 1)
			equal(t, "relief", strings.Count(log.String(), "can be sent again"), 1)
			if strings.Contains(log.String(), "c2Vj") {
				t.Error("the secret is in the log")
			}
		})
	}
}

func TestSenderSendsInOrderAndCompressed(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.fault = func(n int, w http.ResponseWriter, r *http.Request, _ []wireEvent) bool {
		if n%3 == 1 {
			w.WriteHeader(500)
		}
		return n%3 == 1
	}
	config := testConfig(s)
	config.FlushCount = 7
	r := begin(t, config)
	for i := range 100 {
		report(t, r, failure(fmt.Sprintf("%03d", i)))
	}
	flush(t, r)
	for i, e := range s.all() {
		equal(t, "order", e.Message, fmt.Sprintf("%03d", i))
	}
	report(t, r, failure("small"))
	report(t, r, failure("large "+strings.Repeat("x", 1100)))
	flush(t, r)
	tries := s.allTries()
	equal(t, "encoding of 1 KB and more", tries[len(tries)-1].encoding, "gzip")
}

func TestSenderCountsAndLogsRejections(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.fault = func(_ int, w http.ResponseWriter, _ *http.Request, events []wireEvent) bool {
		s.store(events)
		w.WriteHeader(202)
		fmt.Fprintf(w, `{"accepted":1,"duplicates":1,"rejected":[{"index":1,"event_id":%q,"code":"unknown_trader","message":"secret thing"}]}`, events[1].EventID)
		return true
	}
	log := &logged{}
	config := testConfig(s)
	config.Logger, config.clock = log.logger(), newClock()
	r := begin(t, config)
	for i := range 3 {
		report(t, r, Event{TraderID: testTrader, Message: fmt.Sprint(i), Occurrences: 10 + i})
	}
	flush(t, r)
	equal(t, "tries", len(s.allTries()), 1)
	equal(t, "sent", r.Stats().Sent, 22)
	equal(t, "rejected", r.Stats().Dropped["rejected"], 11)
	if line := log.String(); !strings.Contains(line, "unknown_trader") || !strings.Contains(line, s.order[1]) || strings.Contains(line, "secret thing") {
		t.Error(line)
	}
}

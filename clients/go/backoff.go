package recovery

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	backoffBase   = 500 * time.Millisecond
	backoffCap    = time.Minute
	maxRetryAfter = 5 * time.Minute
	operatorRetry = time.Minute
)

// backoff gives the waits between tries: exponential with full jitter, so that many executors do not come back at once.
type backoff struct {
	tries  int
	jitter func() float64
}

func newBackoff(jitter func() float64) *backoff {
	if jitter == nil {
		jitter = rand.Float64
	}
	return &backoff{jitter: jitter}
}

func (b *backoff) next() time.Duration {
	ceiling := backoffCap
	// Seven doublings reach the cap.
	if b.tries < 7 {
		ceiling = min(backoffBase<<b.tries, backoffCap)
	}
	b.tries++
	return time.Duration(b.jitter() * float64(ceiling))
}

// operator is the wait while only a human can help: a minute, a sixth more or less.
func (b *backoff) operator() time.Duration {
	return operatorRetry + time.Duration((b.jitter()-0.5)*float64(operatorRetry)/3)
}

// retryAfter reads a Retry-After header: seconds, or an HTTP date. It is 0 when there is none, when it cannot be read, or when it asks
// for no wait: obeying that would flood the server.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if seconds, err := strconv.ParseUint(value, 10, 64); err == nil {
		return time.Duration(min(seconds, uint64(maxRetryAfter/time.Second))) * time.Second
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}

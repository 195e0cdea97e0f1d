package recovery

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"
)

// verdict is what a try, or all tries of a batch, came to.
type verdict int

const (
	took     verdict = iota // the server answered for every event
	tooLarge                // 413
	refused                 // the server will not take this body, however often it is sent
	later                   // to be sent again
	operator                // to be sent again when a human has mended something
	aborted                 // Close has given up
)

const (
	gzipFrom       = 1024
	maxAnswerBytes = 4 << 20
)

// send tries until the server takes the batch or will never take it: without end, until Close gives up.
func (r *Reporter) send(part []*entry) (verdict, *answer) {
	call := r.newCall(part)
	waits := newBackoff(r.config.jitter)
	for {
		outcome := r.try(call)
		if r.ctx.Err() != nil && outcome.verdict != took {
			return aborted, nil
		}
		r.become(outcome)
		var wait time.Duration
		switch outcome.verdict {
		case later:
			if wait = outcome.retryAfter; wait == 0 {
				wait = waits.next()
			}
		case operator:
			wait = waits.operator()
		default:
			return outcome.verdict, outcome.answer
		}
		if !r.pause(wait, outcome.retryAfter > 0) {
			return aborted, nil
		}
	}
}

// call is a batch as it is sent, each time with the same id and body.
type call struct {
	id     string
	body   []byte
	zipped []byte // nil for a small body
}

func (r *Reporter) newCall(part []*entry) *call {
	size := 64
	for _, e := range part {
		size += len(e.body) + 32
	}
	b := append(make([]byte, 0, size), `{"events":[`...)
	for i, e := range part {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, e.body[:len(e.body)-1]...)
		b = append(b, `,"occurrences":`...)
		b = strconv.AppendInt(b, int64(e.occurrences), 10)
		b = append(b, '}')
	}
	id := newUUID()
	c := &call{id: "msg_" + id.String(), body: append(b, "]}"...)}
	if len(c.body) >= gzipFrom {
		var buffer bytes.Buffer
		r.zipper.Reset(&buffer)
		r.zipper.Write(c.body)
		r.zipper.Close()
		c.zipped = buffer.Bytes()
	}
	return c
}

type outcome struct {
	verdict    verdict
	answer     *answer
	reason     string // of a failed try, as in the metrics
	retryAfter time.Duration
}

// try makes one call and counts it.
func (r *Reporter) try(c *call) outcome {
	started := r.clock.Now()
	result := r.post(c)
	r.metrics.observe(r.clock.Now().Sub(started))
	if result.reason != "" && r.ctx.Err() == nil {
		r.metrics.failed(result.reason)
	}
	return result
}

func (r *Reporter) post(c *call) outcome {
	ctx, cancel := context.WithTimeout(r.ctx, r.config.RequestTimeout)
	defer cancel()
	content := c.body
	if c.zipped != nil {
		content = c.zipped
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.config.URL, bytes.NewReader(content))
	if err != nil {
		return outcome{verdict: later, reason: "network"}
	}
	request.Header.Set("Content-Type", "application/json")
	if c.zipped != nil {
		request.Header.Set("Content-Encoding", "gzip")
	}
	sign(request.Header, r.key, c.id, r.clock.Now(), c.body)
	response, err := r.client.Do(request)
	if err != nil {
		return outcome{verdict: later, reason: networkReason(err)}
	}
	defer response.Body.Close()
	content, err = io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes))
	if status := response.StatusCode; status < 200 || status > 299 {
		result := outcome{verdict: verdictOf(status, content), reason: strconv.Itoa(status)}
		if result.verdict == later {
			result.retryAfter = retryAfter(response.Header, r.clock.Now())
		}
		return result
	}
	if err != nil {
		return outcome{verdict: later, reason: networkReason(err)}
	}
	if answer := parseAnswer(content); answer != nil {
		return outcome{verdict: took, answer: answer}
	}
	return outcome{verdict: later, reason: "garbage"}
}

// verdictOf reads a status that is no success. A refusal without a code is not record-error's: something before it is in the way.
func verdictOf(status int, content []byte) verdict {
	switch {
	case status == http.StatusRequestEntityTooLarge:
		return tooLarge
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusNotFound, status >= 300 && status < 400:
		return operator
	case status == http.StatusRequestTimeout, status == http.StatusTooEarly, status == http.StatusTooManyRequests, status >= 500:
		return later
	case status >= 400 && hasCode(content):
		return refused
	case status >= 400:
		return operator
	}
	return later
}

func networkReason(err error) string {
	var timeout net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		return "timeout"
	}
	return "network"
}

// become logs how sending goes, once per change. A refused batch says nothing about the next one.
func (r *Reporter) become(o outcome) {
	state := o.reason
	if o.verdict == took || o.verdict == tooLarge || o.verdict == refused {
		state = ""
	}
	if state == r.state {
		return
	}
	r.state = state
	ctx, log := context.Background(), r.config.Logger
	switch {
	case state == "":
		log.LogAttrs(ctx, slog.LevelInfo, "errors can be sent again")
	case o.verdict == operator:
		log.LogAttrs(ctx, slog.LevelError, fmt.Sprintf("the server refuses errors until somebody mends %s; they are kept, and it is asked every minute",
			suspect(state)), slog.String("status", state))
	default:
		log.LogAttrs(ctx, slog.LevelWarn, "errors cannot be sent now; they are kept and sent again", slog.String("reason", state))
	}
}

func suspect(status string) string {
	switch status {
	case "401", "403":
		return "Secret or the clock"
	}
	return "URL"
}

package recovery

import (
	"context"
	"fmt"
)

// UnsentError says how many distinct errors were not sent before the deadline of Close.
type UnsentError struct {
	Unsent  int
	InSpool int // of those, how many the next start will send
	Cause   error
}

func (e *UnsentError) Error() string {
	switch {
	case e.InSpool == 0:
		return fmt.Sprintf("closed the reporter with %d errors unsent, which are lost: %v", e.Unsent, e.Cause)
	case e.InSpool == e.Unsent:
		return fmt.Sprintf("closed the reporter with %d errors unsent; they are in the spool and sent at the next start: %v", e.Unsent, e.Cause)
	}
	return fmt.Sprintf("closed the reporter with %d errors unsent; %d of them are in the spool and sent at the next start, the others are lost: %v",
		e.Unsent, e.InSpool, e.Cause)
}

// Unwrap is why Close gave up: the error of its context.
func (e *UnsentError) Unwrap() error { return e.Cause }

// Flush sends what was reported before it was called, without waiting for FlushInterval, and returns when the server has taken it or
// it was given up. It returns the error of ctx when that ends earlier; nothing is lost then. ErrClosed when Close gave up meanwhile.
func (r *Reporter) Flush(ctx context.Context) error {
	r.lock()
	upTo := r.open.serial
	if len(r.open.entries) == 0 {
		upTo--
	}
	r.flushing = true
	r.signal()
	for r.settledTo < upTo {
		settled := r.settled
		r.unlock()
		select {
		case <-settled:
		case <-r.done:
			return r.afterDone(upTo)
		case <-ctx.Done():
			return ctx.Err()
		}
		r.lock()
		r.flushing = true
		r.signal()
	}
	r.unlock()
	return nil
}

func (r *Reporter) afterDone(upTo uint64) error {
	r.lock()
	defer r.unlock()
	if r.settledTo < upTo {
		return ErrClosed
	}
	return nil
}

// Close takes no more errors, sends what is kept, and returns when that is done or ctx ends: then with an *UnsentError if something is
// left. Give it a deadline: without one it waits for a server that is away. A second call waits for the first.
func (r *Reporter) Close(ctx context.Context) error {
	r.lock()
	if !r.closed.Swap(true) {
		close(r.closing)
	}
	r.signal()
	r.unlock()
	select {
	case <-r.done:
	case <-ctx.Done():
		r.abort()
		<-r.done
	}
	r.lock()
	defer r.unlock()
	if r.ended {
		return r.closeError
	}
	r.ended = true
	r.abort()
	if r.transport != nil {
		r.transport.CloseIdleConnections()
	}
	if unsent := r.unsent(); unsent.Unsent > 0 {
		unsent.Cause = ctx.Err()
		r.closeError = unsent
	}
	r.spool.close()
	return r.closeError
}

// unsent counts what is left, and drops what is not in the spool. The caller holds mu; the sender has ended.
func (r *Reporter) unsent() *UnsentError {
	result := &UnsentError{}
	count := func(entries []*entry, spooled bool) {
		for _, e := range entries {
			result.Unsent++
			if spooled || e.spooled {
				result.InSpool++
			} else {
				r.metrics.drop(droppedClosed, e.occurrences)
			}
		}
	}
	count(r.inFlight, false)
	for _, w := range r.queue {
		switch {
		case w.distinct >= 0 && w.cold:
			result.Unsent += w.distinct
			result.InSpool += w.distinct
		case w.cold:
			found, _, _ := readSegment(w.segment.path)
			count(found, true)
		default:
			count(w.entries, false)
		}
		if w.segment != nil {
			w.segment.close()
		}
	}
	count(r.open.entries, r.open.cold)
	for _, w := range [...]*window{r.open, r.current} {
		if w != nil && w.segment != nil {
			w.segment.close()
		}
	}
	return result
}

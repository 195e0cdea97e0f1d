package recovery

import "time"

// run sends one window after the other until the reporter is closed and nothing is left, or Close gives up.
func (r *Reporter) run() {
	defer close(r.done)
	for {
		w, wait := r.next()
		if w != nil {
			if !r.deliver(w) {
				return
			}
			continue
		}
		if wait == 0 || !r.sleep(wait) {
			return
		}
	}
}

// idle is how long the sender waits when there is nothing to wait for.
const idle = time.Hour

// next takes the window to send now, or says how long to wait for one: 0 means that there will be none.
func (r *Reporter) next() (*window, time.Duration) {
	wait := r.tendSpool()
	closed := r.closed.Load()
	if closed {
		r.awaitReports()
	}
	// Nothing is being written to the window that is taken, except by a disk that hangs.
	disk := r.spool != nil && r.spool.seize()
	if disk {
		defer r.spool.release()
	}
	r.lock()
	defer r.unlock()
	if r.spool != nil && !disk && r.firstIsCold() {
		return nil, diskPatience
	}
	if len(r.queue) == 0 && len(r.open.entries) > 0 {
		age := r.clock.Now().Sub(r.open.openedAt)
		if closed || r.flushing || r.open.isFull(&r.config) || age >= r.config.FlushInterval {
			r.sealOpen(disk)
		} else {
			wait = min(wait, r.config.FlushInterval-age)
		}
	}
	r.flushing = false
	if len(r.queue) > 0 {
		w := r.queue[0]
		r.queue[0] = nil
		r.queue = r.queue[1:]
		r.current, r.inFlight = w, w.entries
		return w, 0
	}
	if closed {
		return nil, 0
	}
	return nil, wait
}

// firstIsCold says whether what is to be sent next must be read back from the disk.
func (r *Reporter) firstIsCold() bool {
	if len(r.queue) > 0 {
		return r.queue[0].cold
	}
	return len(r.open.entries) > 0 && r.open.cold
}

// tendSpool opens a spool that could not be opened before, and says when to look again.
func (r *Reporter) tendSpool() time.Duration {
	if r.spool == nil || r.spool.opened.Load() {
		return idle
	}
	if rest := r.spool.rests(); rest > 0 {
		return rest
	}
	if r.openSpool() == nil {
		return idle
	}
	return spoolRetry
}

// sleep waits for news, at most for d; false when Close has given up.
func (r *Reporter) sleep(d time.Duration) bool {
	timer, stop := r.clock.NewTimer(d)
	defer stop()
	select {
	case <-timer:
	case <-r.wake:
	case <-r.ctx.Done():
		return false
	}
	return true
}

// pause waits before a try; false when Close has given up. Close cuts the first wait short, so that a server that is back is
// found, but not one that the server asked for.
func (r *Reporter) pause(d time.Duration, asked bool) bool {
	timer, stop := r.clock.NewTimer(d)
	defer stop()
	closing := r.closing
	if asked || r.hurried {
		closing = nil
	}
	select {
	case <-timer:
	case <-closing:
		r.hurried = true
	case <-r.ctx.Done():
		return false
	}
	return true
}

// deliver settles a window; false when Close has given up before.
func (r *Reporter) deliver(w *window) bool {
	entries := w.entries
	if w.cold {
		var err error
		if entries, err = r.load(w); err != nil {
			// The file stays for the next start.
			r.config.Logger.Error("cannot read back errors from the spool", "error", err)
			r.finish(w, false)
			return true
		}
	}
	for len(entries) > 0 {
		batch := cutBatch(entries)
		entries = entries[len(batch):]
		if !r.settle(batch) {
			return false
		}
	}
	r.finish(w, true)
	return true
}

func (r *Reporter) load(w *window) ([]*entry, error) {
	if w.segment == nil {
		return nil, nil
	}
	w.segment.close()
	entries, lost, err := readSegment(w.segment.path)
	if err != nil {
		return nil, err
	}
	// What this process wrote and failed to write is in memory; only what it found can have lost something.
	if lost > 0 && w.distinct < 0 {
		r.metrics.drop(droppedSpool, lost)
		r.config.Logger.Warn("records of the spool were cut or damaged", "segment", w.segment.path, "lost", lost)
	}
	r.lock()
	r.inFlight = entries
	r.unlock()
	return entries, nil
}

// cutBatch is the longest beginning that fits into one call.
func cutBatch(entries []*entry) []*entry {
	bytes := 0
	for i, e := range entries {
		bytes += len(e.body) + 64
		if i > 0 && (bytes > maxBatchBytes || i >= maxBatchEvents) {
			return entries[:i]
		}
	}
	return entries
}

// finish deletes the window's segment when all its events are settled, and tells those who wait.
func (r *Reporter) finish(w *window, settled bool) {
	r.lock()
	seg := w.segment
	r.unlock()
	if settled && seg != nil {
		r.spool.remove(seg)
	}
	r.lock()
	defer r.unlock()
	r.current, r.inFlight = nil, nil
	r.settledTo = max(r.settledTo, w.serial)
	close(r.settled)
	r.settled = make(chan struct{})
}

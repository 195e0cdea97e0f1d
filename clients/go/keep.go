package recovery

import (
	"sync"
	"time"
)

// draft is an event that is ready to be kept, with all the memory that it will need.
type draft struct {
	key     hashedKey
	entry   entry
	body    []byte
	record  []byte // nil without a spool
	cost    int
	at      time.Time
	fault   uint64
	sampled bool   // the fault's market data is in the body, or was tried
	below   *draft // in the stack of pending ones
}

var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 4096); return &b }}

func (r *Reporter) newDraft(event *Event, k *hashedKey, truncated []string, market marketData) *draft {
	buffer := buffers.Get().(*[]byte)
	d := &r.drafts.take(1)[0]
	d.key = *k
	d.entry = entry{key: &d.key, occurrences: event.count()}
	if event.ID == "" {
		d.entry.id = newUUID()
	} else {
		copy(d.entry.id[:], event.ID)
	}
	*buffer = appendEvent((*buffer)[:0], &d.entry.id, event, truncated, market)
	if r.spool != nil {
		// The record ends with the body: one piece of memory for both.
		d.record = eventRecord(r.bodies.take(recordHead+len(*buffer)), d.entry.occurrences, *buffer)
		d.body = d.record[len(d.record)-len(*buffer):]
	} else {
		d.body = r.bodies.take(len(*buffer))
		copy(d.body, *buffer)
	}
	if cap(*buffer) <= 64<<10 {
		buffers.Put(buffer)
	}
	// The key's texts stay in memory as long as the window is open.
	d.cost = entryOverhead + len(d.body) + len(k.message) + len(k.statement) + len(k.code)
	return d
}

// join counts n more occurrences of an error that waits in the open window, if that can be seen without waiting. ErrClosed.
func (r *Reporter) join(k *hashedKey, n int) (bool, error) {
	if r.closed.Load() {
		return false, ErrClosed
	}
	if r.spool != nil {
		disk := r.spool.acquire()
		if disk {
			defer r.spool.release()
		}
		return r.joinSpooled(disk, k, n), nil
	}
	if !r.mu.TryLock() {
		return false, nil
	}
	e := r.open.find(k, n)
	if e != nil {
		e.occurrences += n
	}
	r.unlock()
	return e != nil, nil
}

// joinSpooled joins on disk as well; disk says whether the caller holds the spool.
func (r *Reporter) joinSpooled(disk bool, k *hashedKey, n int) bool {
	r.lock()
	w := r.open
	e := w.find(k, n)
	// What is counted in a cold window must be counted on disk.
	if e == nil || w.cold && !disk {
		r.unlock()
		return false
	}
	e.occurrences += n
	spooled := e.spooled
	r.unlock()
	if spooled && disk {
		record := countRecord(n, &e.id)
		if r.spool.hasRoom(len(record)) && r.spool.append(w.segment, record) == nil {
			return true
		}
		if w.cold {
			r.lock()
			e.occurrences -= n
			r.unlock()
			return false
		}
	}
	r.metrics.missedSpool(n)
	return true
}

// keepInMemory adds the event to the open window, or leaves it to whoever is at that window now. ErrFull.
func (r *Reporter) keepInMemory(d *draft) error {
	if r.reserve(d.cost) {
		r.pending.push(d)
		if r.mu.TryLock() {
			r.drain()
			r.unlock()
		}
		return nil
	}
	r.lock()
	e := r.open.find(&d.key, d.entry.occurrences)
	if e != nil {
		e.occurrences += d.entry.occurrences
	}
	r.unlock()
	if d.sampled {
		r.sampler.release(d.fault)
	}
	if e == nil {
		return ErrFull
	}
	return nil
}

// keepSpooled adds the event to the open window and its segment, or joins one that came in between. ErrFull.
func (r *Reporter) keepSpooled(d *draft) error {
	disk := r.spool.acquire()
	if disk {
		defer r.spool.release()
	}
	if r.joinSpooled(disk, &d.key, d.entry.occurrences) {
		if d.sampled {
			r.sampler.release(d.fault)
		}
		return nil
	}
	key := d.key
	w, err := r.admit(d, disk)
	if err == nil && d.entry.spooled {
		if r.writeEvent(w, d) == nil {
			return nil
		}
		// The spool has failed just now. A hot window has the event in memory; a cold one has lost it.
		r.lock()
		d.entry.spooled = false
		cold := w.cold
		if cold {
			w.takeBack(&d.entry, len(d.body))
		}
		r.unlock()
		if cold {
			d.key, d.entry.key = key, &d.key // gone if the window was sealed
			_, err = r.admit(d, false)
		}
	}
	if err != nil {
		if d.sampled {
			r.sampler.release(d.fault)
		}
		return err
	}
	r.metrics.missedSpool(d.entry.occurrences)
	return nil
}

// admit finds room: in memory as long as there is some, else on disk alone. What follows an event that went to disk alone goes there
// too until the window is full, so that the order is kept.
func (r *Reporter) admit(d *draft, disk bool) (*window, error) {
	r.lock()
	defer r.unlock()
	w := r.open
	onDisk := disk && r.spool.hasRoom(len(d.record))
	cold := onDisk && len(w.entries) > 0 && w.cold && w.hasRoom(len(d.body), &r.config)
	if !cold && !r.reserve(d.cost) {
		if !onDisk {
			return nil, ErrFull
		}
		cold = true
	}
	return r.place(d, cold, onDisk, d.at), nil
}

// place puts the event into the open window. The caller holds mu and has reserved its memory.
func (r *Reporter) place(d *draft, cold, onDisk bool, now time.Time) *window {
	// A full window is not closed before another takes its place: until then it goes on counting.
	if w := r.open; len(w.entries) > 0 && (w.cold != cold || !w.hasRoom(len(d.body), &r.config)) {
		r.sealOpen(onDisk)
	}
	w := r.open
	w.cold = cold
	e := &d.entry
	e.spooled = onDisk
	if !cold {
		e.body, e.cost = d.body, d.cost
	}
	w.add(e, len(d.body), now)
	if len(w.entries) == 1 || w.isFull(&r.config) {
		r.signal()
	}
	return w
}

// sealOpen queues the open window and starts another. The caller holds mu; disk says whether it holds the spool as well.
func (r *Reporter) sealOpen(disk bool) {
	w := r.open
	w.seal()
	if disk && w.segment != nil {
		w.segment.close()
	}
	r.queue = append(r.queue, w)
	r.open = r.nextWindow()
	r.signal()
}

func (r *Reporter) signal() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// writeEvent appends the event to the window's segment. The caller holds the spool.
func (r *Reporter) writeEvent(w *window, d *draft) error {
	if w.segment == nil {
		seg, err := r.spool.newSegment()
		if err != nil {
			return err
		}
		r.lock()
		w.segment = seg
		r.unlock()
	}
	return r.spool.append(w.segment, d.record)
}

package recovery

import (
	"sync/atomic"
	"time"
)

// pending is a stack of drafts that were kept while somebody else held mu. Without a spool no report waits for a lock: when the runtime
// stops the goroutine that holds it, as it does for every garbage collection, thousands would queue up behind it.
type pending struct {
	top atomic.Pointer[draft]
}

func (p *pending) push(d *draft) {
	for {
		top := p.top.Load()
		d.below = top
		if p.top.CompareAndSwap(top, d) {
			return
		}
	}
}

// take empties the stack and gives its drafts in the order in which they came.
func (p *pending) take() *draft {
	var first *draft
	for d := p.top.Swap(nil); d != nil; {
		below := d.below
		d.below, first = first, d
		d = below
	}
	return first
}

// lock takes mu and brings in what is pending.
func (r *Reporter) lock() {
	r.mu.Lock()
	r.drain()
}

// unlock lets go of mu. What came while it was held is the holder's to bring in.
func (r *Reporter) unlock() {
	r.mu.Unlock()
	for r.pending.top.Load() != nil && r.mu.TryLock() {
		r.drain()
		r.mu.Unlock()
	}
}

// drain moves what is pending into the open window. Its memory is reserved already. The caller holds mu.
func (r *Reporter) drain() {
	for d := r.pending.take(); d != nil; {
		next := d.below
		d.below = nil
		if e := r.open.find(&d.key, d.entry.occurrences); e != nil {
			e.occurrences += d.entry.occurrences
			r.giveBack(1, d.cost)
			if d.sampled {
				r.sampler.release(d.fault)
			}
		} else {
			r.place(d, false, false, d.at)
		}
		d = next
	}
}

// reserve takes memory for one event; false when there is not enough.
func (r *Reporter) reserve(cost int) bool {
	events, bytes := r.events.Add(1), r.bytes.Add(int64(cost))
	if events > int64(r.config.MaxEvents) || bytes > int64(r.config.MaxBytes) {
		r.giveBack(1, cost)
		return false
	}
	return true
}

func (r *Reporter) giveBack(events, bytes int) {
	r.events.Add(-int64(events))
	r.bytes.Add(-int64(bytes))
}

// awaitReports waits, when the reporter is closed, for the reports that came before, but not for one that hangs with the disk.
func (r *Reporter) awaitReports() {
	for r.reporting.Load() > 0 && r.ctx.Err() == nil && (r.spool == nil || !r.spool.hangs()) {
		time.Sleep(20 * time.Microsecond)
	}
}

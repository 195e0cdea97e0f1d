package recovery

import (
	"hash/maphash"
	"slices"
	"time"
)

// key holds what makes two events one. It is compared in full: a count never goes to the wrong error.
type key struct {
	trader, component, errorType, message, code, symbol, interval, function, statement string
}

// hashedKey is a key with its hash, which is made before the lock is taken.
type hashedKey struct {
	key
	hash uint64
}

func keyOf(e *Event, seed maphash.Seed) hashedKey {
	code := e.CodeSHA256
	if code == "" {
		code = e.FilterCode
	}
	k := key{
		trader: e.TraderID, component: e.Component, errorType: e.ErrorType, message: e.Message, code: code,
		symbol: e.Context.Symbol, interval: e.Context.TriggerInterval,
		function: e.Context.FailingFunction, statement: e.Context.FailingStatement,
	}
	return hashedKey{k, maphash.Comparable(seed, k)}
}

// entryOverhead is what an entry costs in memory beside its texts: measured, rounded up.
const entryOverhead = 384

// entry is one distinct event that waits.
type entry struct {
	id          uuid
	key         *hashedKey // nil once the window is sealed
	body        []byte     // the JSON object without its occurrences; nil while it is on disk alone
	occurrences int
	cost        int  // bytes of memory that it is accounted with
	spooled     bool // whether its record is in the window's segment
}

// window gathers errors until it is sent; then it never changes again. The entries of a cold window lie in its segment alone: memory
// keeps only what is needed to join equal ones while it is open.
type window struct {
	serial   uint64
	cold     bool
	openedAt time.Time
	sealed   bool
	entries  []*entry
	hashes   []uint64 // of the entries' keys, beside each other so that they are searched fast
	bytes    int      // of the bodies
	distinct int      // how many entries a sealed cold window had; -1 where nobody has counted
	segment  *segment
}

// find gives the entry that n more occurrences of k can join, or nil.
func (w *window) find(k *hashedKey, n int) *entry {
	for i, hash := range w.hashes {
		if hash != k.hash {
			continue
		}
		if e := w.entries[i]; e.occurrences+n <= MaxOccurrences && e.key.key == k.key {
			return e
		}
	}
	return nil
}

func (w *window) add(e *entry, bodyBytes int, now time.Time) {
	if len(w.entries) == 0 {
		w.openedAt = now
	}
	w.hashes = append(w.hashes, e.key.hash)
	w.entries = append(w.entries, e)
	w.bytes += bodyBytes
}

// takeBack undoes add, because the entry's record could not be written. The window may have been sealed in between.
func (w *window) takeBack(e *entry, bodyBytes int) {
	if w.sealed {
		w.distinct--
		return
	}
	if i := slices.Index(w.entries, e); i >= 0 {
		w.entries = slices.Delete(w.entries, i, i+1)
		w.hashes = slices.Delete(w.hashes, i, i+1)
	}
	w.bytes -= bodyBytes
}

// isFull says whether the window is to be sent whatever its age.
func (w *window) isFull(config *Config) bool {
	return len(w.entries) >= config.FlushCount || w.bytes >= config.FlushBytes
}

// hasRoom says whether one more body fits into a batch together with what is there.
func (w *window) hasRoom(bodyBytes int, config *Config) bool {
	return len(w.entries) == 0 || !w.isFull(config) && w.bytes+bodyBytes <= maxBatchBytes-64*maxBatchEvents
}

// seal forgets the keys: nothing joins the window any more.
func (w *window) seal() {
	w.sealed, w.hashes = true, nil
	for _, e := range w.entries {
		*e.key = hashedKey{} // lets go of the caller's texts
		e.key = nil
	}
	if w.cold {
		w.distinct = len(w.entries)
		w.entries = nil
	}
}

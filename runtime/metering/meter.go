// Package metering makes code pay for its work, as it runs, out of a budget that it cannot escape.
package metering

import (
	"reflect"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"time"
)

// Limits bounds one run of a filter on one input.
type Limits struct {
	Steps     int           // work in the order it is met: see charge; the same on every machine
	Depth     int           // nested calls of functions that the code defines
	Allocated int           // bytes of slices, maps and strings that one run may ask for, released ones included
	Heap      uint64        // growth of the live heap since the start, a second line behind Allocated
	Time      time.Duration // a second line behind Steps, for single steps that are slow
}

// Limit names what a run has used up.
type Limit string

// The limits that end a run.
const (
	Steps  Limit = "steps"
	Memory Limit = "memory"
)

const (
	gulp        = 256 // steps between two visits of Refill
	memoryGulps = 8   // visits between two looks at the heap, which cost more than the clock
)

// Meter holds what one run has left. Fuel and Mark are written by the instrumented code.
type Meter struct {
	Fuel int
	Mark int // offset in the user's code of the statement being run, if marks are on

	limits    Limits
	granted   int
	allocated int
	unlooked  int // of those, since the last look at the heap
	depth     int
	visits    int
	stopped   Limit
	started   time.Time
	heap      []metrics.Sample
	before    uint64 // heap at the start, what earlier runs left in it included
	notes     []Note
}

// Note is a value that a probe saw before a statement ran.
type Note struct {
	Name  string
	Value reflect.Value
}

// stop is the panic that ends a run; its type tells it from whatever the code panics with.
type stop struct{ limit Limit }

// New returns a meter that has to be started before each run.
func New(limits Limits) *Meter {
	return &Meter{limits: limits, heap: []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}}
}

// Start fills the budget.
func (m *Meter) Start() {
	*m = Meter{limits: m.limits, heap: m.heap, started: time.Now()}
	m.before = m.live()
}

// Steps is how much the run has used so far.
func (m *Meter) Steps() int { return m.granted - m.Fuel }

// Stopped is the limit that the run has hit, even if its code caught the panic; empty if it has hit none.
func (m *Meter) Stopped() Limit { return m.stopped }

// Notes are what the last passage of the probed statement saw.
func (m *Meter) Notes() []Note { return m.notes }

// Charge takes the cost of native work.
func (m *Meter) Charge(steps int) {
	m.Fuel -= steps
	if m.Fuel < 0 {
		m.Refill()
	}
}

// Refill pays for the steps taken beyond the last grant and grants a few more, or ends the run. A run that was ended
// stays ended: code that recovers meets the same panic at its next step.
func (m *Meter) Refill() {
	grant := gulp - m.Fuel
	if m.stopped != "" || m.granted+grant > m.limits.Steps+gulp || time.Since(m.started) > m.limits.Time {
		m.end(Steps)
	}
	m.granted += grant
	m.Fuel += grant
	if m.visits++; m.visits%memoryGulps == 0 {
		m.Look()
	}
}

func (m *Meter) end(limit Limit) {
	if m.stopped == "" {
		m.stopped = limit
	}
	if m.Fuel >= 0 { // so that the next charge comes back here
		m.granted -= m.Fuel + 1
		m.Fuel = -1
	}
	panic(stop{m.stopped})
}

// Hang ends the run as if it had waited for the end of its time.
func (m *Meter) Hang() { m.end(Steps) }

// Look ends the run if the heap is full. It collects before it says so: much may be garbage of an earlier run.
func (m *Meter) Look() {
	m.unlooked = 0
	if m.live() <= m.before+m.limits.Heap {
		return
	}
	runtime.GC()
	if m.live() > m.before+m.limits.Heap {
		m.end(Memory)
	}
}

func (m *Meter) live() uint64 {
	metrics.Read(m.heap)
	return m.heap[0].Value.Uint64()
}

// largest is what one operation may ask for, and how much all may ask for between two looks at the heap.
const largest = 8 << 20

// Allocate pays for bytes about to be asked for, or just asked for.
func (m *Meter) Allocate(bytes int) {
	m.allocated += bytes
	m.unlooked += bytes
	if bytes < 0 || bytes > largest || m.allocated > m.limits.Allocated {
		m.end(Memory)
	}
	if m.unlooked > largest {
		m.Look()
	}
	m.Charge(bytes >> 10) // copying a kilobyte takes about as long as a step
}

// Enter counts a function call that has not returned yet.
func (m *Meter) Enter() {
	if m.depth++; m.depth > m.limits.Depth {
		m.end(Memory)
	}
}

// Leave is deferred by every function that Enter counts, so that a panic leaves it too.
func (m *Meter) Leave() { m.depth-- }

// Count pays for a length given to make, of elements of some bytes, and returns it.
func (m *Meter) Count(length any, size int) int {
	count := wholeNumber(reflect.ValueOf(length))
	if count > 0 {
		if count > largest {
			m.end(Memory)
		}
		m.Allocate(count * size)
	}
	return count
}

func wholeNumber(value reflect.Value) int {
	switch {
	case value.CanInt():
		return int(value.Int())
	case value.CanUint():
		return int(min(value.Uint(), 1<<62))
	case value.CanFloat():
		return int(value.Float())
	}
	return 0
}

// Spread pays for a slice or string about to be appended, of elements of some bytes, and returns it.
func (m *Meter) Spread(values any, size int) any {
	if list := reflect.ValueOf(values); list.Kind() == reflect.Slice || list.Kind() == reflect.String {
		m.Allocate(list.Len() * size)
	}
	return values
}

// Text pays for a string just made and returns it.
func (m *Meter) Text(text string) string {
	m.Allocate(len(text))
	return text
}

// Keys pays for the keys of a map with text for keys, and returns them in order: Go's own order differs from run to run.
func (m *Meter) Keys(values any) []string {
	mapped := reflect.ValueOf(values)
	if mapped.Kind() != reflect.Map {
		return nil
	}
	m.Allocate(mapped.Len() * 16)
	keys := make([]string, 0, mapped.Len())
	for _, key := range mapped.MapKeys() {
		keys = append(keys, key.String())
	}
	slices.SortFunc(keys, strings.Compare)
	return keys
}

// Exports are the meter's symbols for the interpreter.
func (m *Meter) Exports() map[string]reflect.Value {
	exports := map[string]reflect.Value{
		"Fuel":    reflect.ValueOf(func() *int { return &m.Fuel }),
		"Mark":    reflect.ValueOf(func() *int { return &m.Mark }),
		"Refill":  reflect.ValueOf(m.Refill),
		"Look":    reflect.ValueOf(m.Look),
		"Hang":    reflect.ValueOf(m.Hang),
		"Enter":   reflect.ValueOf(m.Enter),
		"Leave":   reflect.ValueOf(m.Leave),
		"Count":   reflect.ValueOf(m.Count),
		"Spread":  reflect.ValueOf(m.Spread),
		"Text":    reflect.ValueOf(m.Text),
		"Keys":    reflect.ValueOf(m.Keys),
		"Passage": reflect.ValueOf(m.Passage),
		"Note":    reflect.ValueOf(m.Note),
	}
	for name, kind := range Spreadable {
		exports[name] = reflect.Zero(reflect.PointerTo(kind))
	}
	return exports
}

// Passage forgets what a probe saw when its statement ran before.
func (m *Meter) Passage() { m.notes = m.notes[:0] }

// Note keeps what a probe sees.
func (m *Meter) Note(name string, value any) {
	m.notes = append(m.notes, Note{name, reflect.ValueOf(value)})
}

// Package sandbox checks and runs filters in the interpreter the executor uses, within limits they cannot escape.
package sandbox

import (
	"runtime"
	"runtime/metrics"
	"time"
)

// Limits bounds one run of a filter on one input.
type Limits struct {
	Steps int           // turns of loops, function calls and jumps, and the native work of indicators in the same unit
	Depth int           // nested function calls
	Bytes uint64        // live heap of the whole process
	Time  time.Duration // a second line behind Steps, for single steps that are slow
}

const (
	gulp        = 64 // steps between two visits of Refill
	memoryGulps = 32 // visits between two looks at the heap, which cost more than the clock
)

// meter holds what one run has left. fuel and line are written by the instrumented code.
type meter struct {
	fuel int
	line int

	limits  Limits
	granted int
	depth   int
	visits  int
	started time.Time
	heap    []metrics.Sample
}

// stop is the panic that ends a run; its type tells it from whatever the code panics with.
type stop struct{ class Class }

func newMeter(limits Limits) *meter {
	return &meter{limits: limits, heap: []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}}
}

func (m *meter) start() {
	m.fuel, m.line, m.granted, m.depth, m.visits = 0, 0, 0, 0, 0
	m.started = time.Now()
}

// Steps is how much the run has used so far.
func (m *meter) steps() int { return m.granted - m.fuel }

// Charge takes the cost of native work.
func (m *meter) Charge(steps int) {
	m.fuel -= steps
	if m.fuel < 0 {
		m.Refill()
	}
}

// Refill pays for the steps taken beyond the last grant and grants a few more, or ends the run.
func (m *meter) Refill() {
	grant := gulp - m.fuel
	if m.granted+grant > m.limits.Steps+gulp || time.Since(m.started) > m.limits.Time {
		panic(stop{Timeout})
	}
	m.granted += grant
	m.fuel += grant
	if m.visits++; m.visits%memoryGulps == 0 && m.full() {
		panic(stop{Memory})
	}
}

// full collects before it answers yes: much of the heap may be garbage of an earlier run.
func (m *meter) full() bool {
	if m.live() <= m.limits.Bytes {
		return false
	}
	runtime.GC()
	return m.live() > m.limits.Bytes
}

func (m *meter) live() uint64 {
	metrics.Read(m.heap)
	return m.heap[0].Value.Uint64()
}

// Enter counts a function call that has not returned yet.
func (m *meter) Enter() {
	if m.depth++; m.depth > m.limits.Depth {
		panic(stop{Memory})
	}
}

// Leave is deferred by every function, so that a panic leaves it too.
func (m *meter) Leave() { m.depth-- }

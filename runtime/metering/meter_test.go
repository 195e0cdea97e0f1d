package metering

import (
	"testing"
	"time"
)

func limited() Limits {
	return Limits{Steps: 5000, Depth: 10, Allocated: 1 << 20, Heap: 1 << 40, Time: time.Hour}
}

// ended runs work and tells which limit ended it, empty if none did.
func ended(t *testing.T, meter *Meter, work func()) (limit Limit) {
	t.Helper()
	meter.Start()
	defer func() {
		if value := recover(); value != nil {
			if _, ours := value.(stop); !ours {
				t.Fatalf("panicked with %v", value)
			}
		}
		limit = meter.Stopped()
	}()
	work()
	return ""
}

func TestChargeEndsARunAtItsSteps(t *testing.T) {
	t.Parallel()
	meter := New(limited())
	if got := ended(t, meter, func() {
		for {
			meter.Charge(1)
		}
	}); got != Steps {
		t.Errorf("ended by %q", got)
	}
	if steps := meter.Steps(); steps < 5000 || steps > 5000+2*gulp {
		t.Errorf("took %d steps", steps)
	}
}

func TestAStoppedRunStaysStopped(t *testing.T) {
	t.Parallel()
	meter := New(limited())
	recovered := 0
	got := ended(t, meter, func() {
		for range 5 {
			func() {
				defer func() {
					if recover() != nil {
						recovered++
					}
				}()
				meter.Allocate(2 << 20)
			}()
			meter.Fuel-- // what instrumented code does next
			if meter.Fuel < 0 {
				meter.Refill()
			}
		}
	})
	if got != Memory || recovered != 1 {
		t.Errorf("ended by %q after %d recoveries", got, recovered)
	}
}

func TestMemoryIsPaidForByWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	for name, work := range map[string]func(*Meter){
		"a length":           func(m *Meter) { m.Count(1<<30, 8) },
		"an unsigned length": func(m *Meter) { m.Count(uint64(1)<<63, 1) },
		"a length of floats": func(m *Meter) { m.Count(1e12, 8) },
		"many short lengths": func(m *Meter) {
			for {
				m.Count(1000, 8)
			}
		},
		"a spread slice": func(m *Meter) { m.Spread(make([]float64, 1<<18), 8) },
		"texts": func(m *Meter) {
			for text := "x"; ; text += text {
				m.Text(text)
			}
		},
		"nested calls": func(m *Meter) {
			for {
				m.Enter()
			}
		},
	} {
		meter := New(limited())
		if got := ended(t, meter, func() { work(meter) }); got != Memory {
			t.Errorf("%s: ended by %q", name, got)
		}
	}
}

func TestCountGivesTheLengthThatWasAskedFor(t *testing.T) {
	t.Parallel()
	meter := New(limited())
	meter.Start()
	for _, length := range []any{3, int64(3), uint8(3), 3.0} {
		if got := meter.Count(length, 8); got != 3 {
			t.Errorf("%T: got %d", length, got)
		}
	}
	if got := meter.Count(-1, 8); got != -1 {
		t.Errorf("got %d, want -1, which make refuses by itself", got)
	}
}

func TestKeysAreInOrder(t *testing.T) {
	t.Parallel()
	meter := New(limited())
	meter.Start()
	keys := meter.Keys(map[string]int{"c": 1, "a": 2, "b": 3})
	if len(keys) != 3 || keys[0] != "a" || keys[1] != "b" || keys[2] != "c" {
		t.Errorf("got %v", keys)
	}
	if keys := meter.Keys(map[string]int(nil)); len(keys) != 0 {
		t.Errorf("got %v of a nil map", keys)
	}
}

func TestStartForgetsTheRunBefore(t *testing.T) {
	t.Parallel()
	meter := New(limited())
	ended(t, meter, func() { meter.Allocate(2 << 20) })
	meter.Start()
	meter.Charge(10)
	if meter.Stopped() != "" || meter.Steps() != 10 {
		t.Errorf("stopped by %q after %d steps", meter.Stopped(), meter.Steps())
	}
}

package recovery

import (
	"sync"
	"testing"
	"time"
)

// fakeClock stands still until it is advanced. An automatic one jumps ahead to the end of every wait shorter than idle.
type fakeClock struct {
	auto bool

	mu     sync.Mutex
	now    time.Time
	timers map[*fakeTimer]bool
	waits  []time.Duration
	change chan struct{}
}

type fakeTimer struct {
	at time.Time
	c  chan time.Time
}

func newClock() *fakeClock {
	return &fakeClock{now: time.Date(2026, 2, 28, 10, 0, 0, 0, time.UTC), timers: map[*fakeTimer]bool{}, change: make(chan struct{})}
}

func autoClock() *fakeClock {
	c := newClock()
	c.auto = true
	return c
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) NewTimer(d time.Duration) (<-chan time.Time, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	timer := &fakeTimer{c.now.Add(d), make(chan time.Time, 1)}
	c.waits = append(c.waits, d)
	if c.auto && d < idle {
		c.now = c.now.Add(d)
		timer.c <- c.now
	} else {
		c.timers[timer] = true
	}
	close(c.change)
	c.change = make(chan struct{})
	return timer.c, func() {
		c.mu.Lock()
		delete(c.timers, timer)
		c.mu.Unlock()
	}
}

func (c *fakeClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	for timer := range c.timers {
		if !timer.at.After(c.now) {
			timer.c <- c.now
			delete(c.timers, timer)
		}
	}
}

// awaitWait returns when somebody waits for a time for which ok holds, and gives that time.
func (c *fakeClock) awaitWait(t *testing.T, ok func(time.Duration) bool) time.Duration {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		c.mu.Lock()
		change := c.change
		for timer := range c.timers {
			if d := timer.at.Sub(c.now); ok(d) {
				c.mu.Unlock()
				return d
			}
		}
		c.mu.Unlock()
		select {
		case <-change:
		case <-deadline:
			t.Fatal("nobody waits for such a time")
		}
	}
}

// slept gives the waits that were shorter than idle, in their order.
func (c *fakeClock) slept() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	var waits []time.Duration
	for _, d := range c.waits {
		if d < idle {
			waits = append(waits, d)
		}
	}
	return waits
}

package recovery

import "time"

// clock is the time as the reporter sees it, so that tests can turn it by hand.
type clock interface {
	Now() time.Time
	// NewTimer gives a channel that receives once after d, and a function that releases the timer.
	NewTimer(d time.Duration) (<-chan time.Time, func())
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) NewTimer(d time.Duration) (<-chan time.Time, func()) {
	timer := time.NewTimer(d)
	return timer.C, func() { timer.Stop() }
}

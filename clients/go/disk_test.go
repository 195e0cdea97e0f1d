package recovery

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// brokenDisk fails, or writes half of a record, while it is broken.
type brokenDisk struct {
	io.WriteCloser
	broken *atomic.Bool
}

func (d brokenDisk) Write(p []byte) (int, error) {
	if d.broken.Load() {
		n, _ := d.WriteCloser.Write(p[:len(p)/2])
		return n, syscall.ENOSPC
	}
	return d.WriteCloser.Write(p)
}

func onBrokenDisk(t *testing.T, config Config) (*Reporter, *atomic.Bool) {
	t.Helper()
	broken := &atomic.Bool{}
	config = config.withDefaults()
	disk := newSpool(&config)
	disk.create = func(path string) (io.WriteCloser, error) {
		file, err := createFile(path)
		return brokenDisk{file, broken}, err
	}
	r, err := start(config, disk)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { abandon(t, r) })
	return r, broken
}

func TestSpoolOnADiskThatFails(t *testing.T) {
	t.Parallel()
	for _, maxEvents := range []int{1000, 12} { // the second keeps most events on disk alone
		s, back := away(t)
		clock, log := newClock(), &logged{}
		config := testConfig(s)
		config.SpoolDir, config.clock, config.Logger, config.MaxEvents = t.TempDir(), clock, log.logger(), maxEvents
		r, broken := onBrokenDisk(t, config)
		want, kept := map[string]int{}, 0
		say := func(message string) {
			if r.Report(context.Background(), failure(message)) == nil {
				want[message]++
				kept++
			}
		}
		for round := range 4 {
			for i := range 10 {
				say(fmt.Sprint(round, " ", i))
				say("always")
			}
			broken.Store(round%2 == 0)
			clock.advance(spoolRetry)
		}
		equal(t, "complaints", strings.Count(log.String(), "cannot be written"), 2)
		equal(t, "relief", strings.Count(log.String(), "can be written again"), 1)
		broken.Store(false)
		back.Store(true)
		closeAll(t, r)
		equal(t, "counts", fmt.Sprint(s.counts()), fmt.Sprint(want))
		equal(t, "lost", r.Stats().Dropped["spool"], 0)
		equal(t, "segments left", len(segments(t, config.SpoolDir)), 0)
		if maxEvents == 1000 {
			equal(t, "kept", kept, 80)
		}
	}
}

func TestSpoolThatHangsStopsNoTrader(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	config := testConfig(s)
	config.clock, config.SpoolDir = newClock(), t.TempDir()
	config = config.withDefaults()
	disk := newSpool(&config)
	hang := make(chan struct{})
	disk.create = func(path string) (io.WriteCloser, error) { <-hang; return createFile(path) }
	r, err := start(config, disk)
	if err != nil {
		t.Fatal(err)
	}
	hung := make(chan error)
	go func() { hung <- r.Report(context.Background(), failure("hung")) }()
	await(t, "the disk to hang", func() bool { return disk.held.Load() })
	for i := range 20 {
		report(t, r, failure(fmt.Sprint(i)))
	}
	flush(t, r)
	equal(t, "sent past the disk", len(s.all()), 21)
	close(hang)
	if err := <-hung; err != nil {
		t.Error(err)
	}
	closeAll(t, r)
	equal(t, "sent", r.Stats().Sent, 21)
}

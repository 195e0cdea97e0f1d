package recovery

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// The test binary is its own child: RECOVERY_CHILD says what the child does before it is killed or dies.
func TestMain(m *testing.M) {
	if mode := os.Getenv("RECOVERY_CHILD"); mode != "" {
		child(mode)
		return
	}
	os.Exit(m.Run())
}

const childEvents = 250

func child(mode string) {
	config := Config{URL: os.Getenv("URL"), Secret: testSecret, SpoolDir: os.Getenv("SPOOL_DIR"), FlushInterval: time.Hour, FlushCount: 100}
	if mode == "sending" {
		config.FlushInterval = time.Millisecond
	}
	r, err := New(config)
	if err != nil {
		panic(err)
	}
	for i := 0; mode == "endless" || i < childEvents; i++ {
		if err := r.Report(context.Background(), Event{TraderID: testTrader, Message: fmt.Sprint("event ", i%40), Occurrences: 1}); err != nil {
			panic(err)
		}
		fmt.Println("kept", i)
	}
	switch mode {
	case "panic":
		go func() { panic("a filter's goroutine that nobody guards") }()
	case "maps":
		numbers := map[int]int{}
		for range 8 {
			go func() {
				for {
					numbers[1]++
				}
			}()
		}
	case "overflow":
		var down func(int) int
		down = func(n int) int { return down(n+1) + 1 }
		down(0)
	}
	fmt.Println("done")
	select {}
}

// runChild lets a child report, kills it when until holds for a line of its output, and gives how many reports it was told are kept.
func runChild(t *testing.T, mode, url, dir string, until func(line string) bool) (kept int) {
	t.Helper()
	command := exec.CommandContext(within(t), os.Args[0])
	command.Env = append(os.Environ(), "RECOVERY_CHILD="+mode, "URL="+url, "SPOOL_DIR="+dir, "GOTRACEBACK=none")
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for scanner := bufio.NewScanner(output); scanner.Scan(); {
		if strings.HasPrefix(scanner.Text(), "kept") {
			kept++
		}
		if until(scanner.Text()) {
			command.Process.Kill() // SIGKILL
		}
	}
	if command.Wait() == nil {
		t.Error("the child has ended well")
	}
	return kept
}

func sum(counts map[string]int) (total int) {
	for _, n := range counts {
		total += n
	}
	return total
}

// restart reports nothing itself: what the server gets comes from the spool.
func restart(t *testing.T, s *server, dir string) {
	t.Helper()
	config := testConfig(s)
	config.SpoolDir = dir
	r := begin(t, config)
	flush(t, r)
	closeAll(t, r)
	equal(t, "records lost", r.Stats().Dropped["spool"], 0)
	equal(t, "segments left", len(segments(t, dir)), 0)
}

func TestKilledBeforeTheFlushNothingIsLost(t *testing.T) {
	t.Parallel()
	s, dir := newServer(t), t.TempDir()
	kept := runChild(t, "waiting", s.URL, dir, func(line string) bool { return line == "done" })
	equal(t, "sent before", len(s.allTries()), 0)
	restart(t, s, dir)
	equal(t, "kept", kept, childEvents)
	equal(t, "counted", sum(s.counts()), childEvents)
	equal(t, "distinct", len(s.all()), 40)
	equal(t, "event 3", s.counts()["event 3"], 7)
}

func TestKilledWhileSendingNothingIsLostOrDoubled(t *testing.T) {
	t.Parallel()
	s, dir := newServer(t), t.TempDir()
	sending := make(chan struct{}, 100)
	s.mu.Lock() // another process gives no order that the race detector could see
	s.fault = func(n int, w http.ResponseWriter, r *http.Request, events []wireEvent) bool {
		if n > 0 {
			return false
		}
		s.store(events) // committed, but the child never hears of it
		sending <- struct{}{}
		<-r.Context().Done()
		return true
	}
	s.mu.Unlock()
	kept := runChild(t, "sending", s.URL, dir, func(line string) bool {
		if line == "done" {
			<-sending
		}
		return line == "done"
	})
	restart(t, s, dir)
	equal(t, "counted", sum(s.counts()), kept)
}

func TestKilledInTheMiddleOfReportsOnlyTheUnfinishedOneIsOpen(t *testing.T) {
	t.Parallel()
	for round := range 5 {
		s, dir := newServer(t), t.TempDir()
		last := fmt.Sprint("kept ", 40+round*97)
		kept := runChild(t, "endless", s.URL, dir, func(line string) bool { return line == last })
		restart(t, s, dir)
		if counted := sum(s.counts()); counted < kept || counted > kept+1 {
			t.Errorf("%d were kept, %d arrived", kept, counted)
		}
	}
}

func TestWhatEndsTheProcessLeavesTheSpool(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"panic", "maps", "overflow"} {
		s, dir := newServer(t), t.TempDir()
		kept := runChild(t, mode, s.URL, dir, func(string) bool { return false })
		restart(t, s, dir)
		equal(t, mode+": kept", kept, childEvents)
		equal(t, mode+": counted", sum(s.counts()), childEvents)
	}
}

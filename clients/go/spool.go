package recovery

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

const (
	// diskPatience is how long a report waits for a disk that somebody else is writing to, before it goes on in memory.
	diskPatience = 250 * time.Millisecond
	// spoolRetry is how long the spool is left alone after the disk has failed.
	spoolRetry = 10 * time.Second
)

// ErrSpoolInUse says that another reporter, of this or another process, uses the spool's folder.
var ErrSpoolInUse = errors.New("another reporter uses this folder")

// spool keeps events on disk, one segment per window. It survives the end of the process, not a loss of power: nothing is synced.
// Whoever writes holds it (acquire, release), which also keeps the records of one event in order. A nil spool is no spool.
type spool struct {
	dir      string
	maxBytes int64
	clock    clock
	log      *slog.Logger
	create   func(path string) (io.WriteCloser, error) // tests make disks fail with it

	bytes   atomic.Int64
	heldAt  atomic.Int64 // monotonic time since start; 0 while nobody writes
	retryAt atomic.Int64 // unix nanoseconds until which a disk that failed is left alone; 0 when it works
	opened  atomic.Bool
	start   time.Time

	held    atomic.Bool   // somebody writes
	waiting atomic.Int64  // reports that wait for that
	freed   chan struct{} // wakes one of them
	lock    *os.File      // nil until the folder is open
	serial  uint64
}

func newSpool(config *Config) *spool {
	if config.SpoolDir == "" {
		return nil
	}
	return &spool{
		dir: config.SpoolDir, maxBytes: config.SpoolMaxBytes, clock: config.clock, log: config.Logger, create: createFile, start: time.Now(),
		freed: make(chan struct{}, 1),
	}
}

func createFile(path string) (io.WriteCloser, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o600)
}

// open makes the folder, locks it, and gives the segments that were left there, the oldest first. ErrSpoolInUse is final; after any
// other error the spool rests, and open is to be called again later.
func (s *spool) open() ([]*segment, error) {
	if !s.seize() {
		return nil, fmt.Errorf("cannot open the spool %s: the disk hangs", s.dir)
	}
	defer s.release()
	found, err := s.openLocked()
	if err != nil {
		s.failed(err)
		return nil, fmt.Errorf("cannot open the spool %s: %w", s.dir, err)
	}
	s.worked()
	return found, nil
}

func (s *spool) openLocked() (found []*segment, err error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, err
	}
	if info, err := os.Stat(s.dir); err == nil && info.Mode().Perm()&0o077 != 0 {
		s.log.Warn("others can look into the spool's folder, which should have mode 0700", "dir", s.dir, "mode", info.Mode().Perm().String())
	}
	lock, err := os.OpenFile(filepath.Join(s.dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			lock.Close()
		}
	}()
	if held, err := lockFile(lock); held {
		return nil, ErrSpoolInUse
	} else if err != nil {
		return nil, err
	}
	files, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	var size int64
	for _, file := range files {
		info, err := file.Info()
		if err != nil || !info.Mode().IsRegular() || !strings.HasSuffix(file.Name(), ".segment") {
			continue
		}
		var serial uint64
		if _, err := fmt.Sscanf(file.Name(), "%d.segment", &serial); err == nil {
			s.serial = max(s.serial, serial)
		}
		found = append(found, &segment{path: filepath.Join(s.dir, file.Name()), bytes: info.Size()})
		size += info.Size()
	}
	slices.SortFunc(found, func(a, b *segment) int { return strings.Compare(a.path, b.path) })
	s.lock = lock
	s.opened.Store(true)
	s.bytes.Add(size)
	return found, nil
}

// rests says how long the spool is still left alone after a failure.
func (s *spool) rests() time.Duration {
	at := s.retryAt.Load()
	if at == 0 {
		return 0
	}
	return time.Duration(at - s.clock.Now().UnixNano())
}

// acquire takes the spool for writing. It gives up, and the report goes on in memory, when there is none, when the disk has failed, and
// when it hangs.
func (s *spool) acquire() bool {
	if s == nil || s.rests() > 0 || !s.seize() {
		return false
	}
	if s.lock == nil {
		s.release()
		return false
	}
	return true
}

// seize waits until nobody writes, but gives up when the disk hangs under somebody else: a mutex would let every trader hang with it.
// Who runs goes before who waits, because a goroutine takes longer to wake than a record to write.
func (s *spool) seize() bool {
	if !s.held.CompareAndSwap(false, true) && !s.seizeLater() {
		return false
	}
	s.heldAt.Store(int64(time.Since(s.start)))
	return true
}

func (s *spool) seizeLater() bool {
	s.waiting.Add(1)
	defer s.waiting.Add(-1)
	timer := time.NewTimer(diskPatience)
	defer timer.Stop()
	for !s.held.CompareAndSwap(false, true) {
		if s.hangs() {
			return false
		}
		select {
		case <-s.freed:
		case <-timer.C:
			timer.Reset(diskPatience)
		}
	}
	return true
}

func (s *spool) hangs() bool {
	heldAt := s.heldAt.Load()
	return heldAt != 0 && time.Since(s.start)-time.Duration(heldAt) > diskPatience
}

func (s *spool) release() {
	s.heldAt.Store(0)
	s.held.Store(false)
	if s.waiting.Load() > 0 {
		select {
		case s.freed <- struct{}{}:
		default:
		}
	}
}

func (s *spool) hasRoom(bytes int) bool { return s.bytes.Load()+int64(bytes) <= s.maxBytes }

// newSegment starts a segment. The caller holds the spool.
func (s *spool) newSegment() (*segment, error) {
	s.serial++
	path := filepath.Join(s.dir, fmt.Sprintf("%016d.segment", s.serial))
	file, err := s.create(path)
	if err != nil {
		s.failed(err)
		return nil, err
	}
	return &segment{path: path, file: file}, nil
}

// append writes a record in one write. The caller holds the spool.
func (s *spool) append(seg *segment, record []byte) error {
	n, err := seg.file.Write(record)
	seg.bytes += int64(n)
	s.bytes.Add(int64(n))
	if err != nil {
		s.failed(err)
		return err
	}
	if s.retryAt.Load() != 0 {
		s.worked()
	}
	return nil
}

// remove deletes a segment whose events are all settled.
func (s *spool) remove(seg *segment) {
	seg.close()
	s.bytes.Add(-seg.bytes)
	if err := os.Remove(seg.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		s.log.Warn("cannot delete a spool segment; its errors will be sent again and counted as duplicates", "error", err)
	}
}

func (s *spool) failed(err error) {
	if s.retryAt.Swap(s.clock.Now().Add(spoolRetry).UnixNano()) == 0 {
		s.log.Error("the spool cannot be written; errors are kept in memory only until it can", "dir", s.dir, "error", err)
	}
}

func (s *spool) worked() {
	if s.retryAt.Swap(0) != 0 {
		s.log.Info("the spool can be written again", "dir", s.dir)
	}
}

// close lets go of the folder.
func (s *spool) close() {
	if s != nil && s.lock != nil {
		s.lock.Close()
	}
}

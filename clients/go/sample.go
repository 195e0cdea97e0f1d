package recovery

import (
	"container/list"
	"hash/maphash"
	"strings"
	"sync"
	"time"
)

const maxFaults = 10_000

// sampler remembers which faults have had market data attached lately. The oldest are forgotten first.
type sampler struct {
	interval time.Duration
	seed     maphash.Seed

	mu     sync.Mutex
	faults map[uint64]*list.Element
	order  *list.List // of sampled, the oldest in front
}

type sampled struct {
	fault uint64
	at    time.Time
}

func newSampler(interval time.Duration) *sampler {
	return &sampler{interval: interval, seed: maphash.MakeSeed(), faults: map[uint64]*list.Element{}, order: list.New()}
}

// take says whether this fault's market data is wanted now, and remembers that it was.
func (s *sampler) take(fault uint64, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.faults[fault]; ok {
		if now.Sub(known.Value.(sampled).at) < s.interval {
			return false
		}
		s.order.Remove(known)
	} else if len(s.faults) >= maxFaults {
		oldest := s.order.Front()
		delete(s.faults, s.order.Remove(oldest).(sampled).fault)
	}
	s.faults[fault] = s.order.PushBack(sampled{fault, now})
	return true
}

// release forgets a fault that was taken, but whose event was not kept.
func (s *sampler) release(fault uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.faults[fault]; ok {
		s.order.Remove(known)
		delete(s.faults, fault)
	}
}

// fault is the identity of what went wrong, whatever the numbers: by hash, because a collision costs one sample and no error.
func (s *sampler) fault(k *hashedKey) uint64 {
	var hash maphash.Hash
	hash.SetSeed(s.seed)
	for _, part := range [...]string{k.trader, k.component, k.code} {
		hash.WriteString(part)
		hash.WriteByte(0)
	}
	writeNormalised(&hash, k.message)
	return hash.Sum64()
}

// writeNormalised writes the message with runs of digits, quoted texts and hex addresses replaced.
func writeNormalised(w interface {
	WriteString(string) (int, error)
}, message string) {
	start := 0
	for i := 0; i < len(message); {
		c, end := message[i], i
		switch {
		case c == '"' || c == '\'' || c == '`':
			if closing := strings.IndexByte(message[i+1:], c); closing >= 0 {
				end = i + closing + 2
			}
		case c == '0' && i+2 < len(message) && message[i+1]|0x20 == 'x' && isHex(message[i+2]):
			for end = i + 3; end < len(message) && isHex(message[end]); end++ {
			}
		case c >= '0' && c <= '9':
			for end = i + 1; end < len(message) && message[end] >= '0' && message[end] <= '9'; end++ {
			}
		}
		if end == i {
			i++
			continue
		}
		w.WriteString(message[start:i])
		w.WriteString("#")
		i, start = end, end
	}
	w.WriteString(message[start:])
}

package recovery

import "sync/atomic"

// A slab gives out pieces of memory that was allocated in one go. While the collector works, the runtime makes whoever allocates help
// it, for milliseconds when thousands allocate at once; so that only one report in hundreds allocates, they share slabs. What is in
// one slab is sent at about the same time, and then the whole of it is free again.
type slab[T any] struct {
	size    int // of a chunk, in the end
	current atomic.Pointer[chunk[T]]
	growing atomic.Bool
}

type chunk[T any] struct {
	used  atomic.Int64
	items []T
}

// take gives n zero items that nobody else has, with no room to grow.
func (s *slab[T]) take(n int) []T {
	for n <= s.size/8 {
		c := s.current.Load()
		if c != nil {
			if end := int(c.used.Add(int64(n))); end <= len(c.items) {
				return c.items[end-n : end : end]
			}
		}
		// One makes the next chunk. Who meets it meanwhile must not wait for it, nor make another.
		if !s.growing.CompareAndSwap(false, true) {
			break
		}
		if s.current.Load() == c {
			s.current.Store(&chunk[T]{items: make([]T, s.next(c))})
		}
		s.growing.Store(false)
	}
	return make([]T, n)
}

// next is how long a new chunk is: an executor whose traders seldom fail needs no large ones.
func (s *slab[T]) next(previous *chunk[T]) int {
	if previous == nil {
		return max(s.size/16, 1)
	}
	return min(2*len(previous.items), s.size)
}

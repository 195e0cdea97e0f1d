package recovery

import (
	"sync"
	"testing"
)

func TestSlabGivesEachPieceOnce(t *testing.T) {
	t.Parallel()
	s := slab[int]{size: 64}
	var takers sync.WaitGroup
	for taker := range 8 {
		takers.Add(1)
		go func() {
			defer takers.Done()
			var pieces [][]int
			for n := range 500 {
				piece := s.take(1 + n%9)
				for i := range piece {
					if piece[i] != 0 {
						t.Error("a piece was given twice")
					}
					piece[i] = taker + 1
				}
				pieces = append(pieces, append(piece, 0)[:len(piece)])
			}
			for _, piece := range pieces {
				for _, owner := range piece {
					if owner != taker+1 {
						t.Error("a piece was overwritten")
					}
				}
			}
		}()
	}
	takers.Wait()
	equal(t, "a large piece", len(s.take(1000)), 1000)
}

// Package sha256 is the hash alone: the standard library's brings the checks and ciphers of a certified module with it.
package sha256

import (
	"encoding/binary"
	"hash"
	"math"
	"math/bits"
)

const (
	size  = 32
	block = 64
)

// first and rounds are the first bits behind the point of the square roots of 8 primes and the cube roots of 64.
var first, rounds = roots()

func roots() (square [8]uint32, cube [64]uint32) {
	found := 0
	for number := 2; found < len(cube); number++ {
		if !isPrime(number) {
			continue
		}
		if found < len(square) {
			square[found] = fraction(math.Sqrt(float64(number)))
		}
		cube[found] = fraction(math.Cbrt(float64(number)))
		found++
	}
	return square, cube
}

func isPrime(number int) bool {
	for divisor := 2; divisor*divisor <= number; divisor++ {
		if number%divisor == 0 {
			return false
		}
	}
	return true
}

func fraction(root float64) uint32 { return uint32((root - math.Floor(root)) * (1 << 32)) }

type digest struct {
	state   [8]uint32
	pending []byte
	length  uint64
}

// New returns a SHA-256 of nothing yet.
func New() hash.Hash { return &digest{state: first} }

func (d *digest) Size() int { return size }

func (d *digest) BlockSize() int { return block }

func (d *digest) Reset() { *d = digest{state: first} }

func (d *digest) Write(bytes []byte) (int, error) {
	d.length += uint64(len(bytes))
	d.pending = append(d.pending, bytes...)
	for len(d.pending) >= block {
		d.take(d.pending[:block])
		d.pending = d.pending[block:]
	}
	return len(bytes), nil
}

// Sum appends the hash of what was written until now.
func (d *digest) Sum(to []byte) []byte {
	ended := &digest{state: d.state, pending: append([]byte{}, d.pending...)}
	padding := make([]byte, block-(d.length+8)%block)
	padding[0] = 0x80
	ended.Write(binary.BigEndian.AppendUint64(padding, 8*d.length))
	for _, word := range ended.state {
		to = binary.BigEndian.AppendUint32(to, word)
	}
	return to
}

// take mixes one block in, as FIPS 180-4 says in section 6.2.2.
func (d *digest) take(bytes []byte) {
	var words [64]uint32
	for i := range words {
		if i < 16 {
			words[i] = binary.BigEndian.Uint32(bytes[4*i:])
			continue
		}
		early, late := words[i-15], words[i-2]
		words[i] = words[i-16] + words[i-7] + (turned(early, 7) ^ turned(early, 18) ^ early>>3) + (turned(late, 17) ^ turned(late, 19) ^ late>>10)
	}
	state := d.state
	for i, word := range words {
		a, b, c, e, f, g := state[0], state[1], state[2], state[4], state[5], state[6]
		mixed := state[7] + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + (e&f ^ ^e&g) + rounds[i] + word
		added := (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + (a&b ^ a&c ^ b&c)
		copy(state[1:], state[:7])
		state[4] += mixed
		state[0] = mixed + added
	}
	for i := range state {
		d.state[i] += state[i]
	}
}

func turned(word uint32, by int) uint32 { return bits.RotateLeft32(word, -by) }

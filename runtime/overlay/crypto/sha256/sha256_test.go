package sha256

import (
	"bytes"
	standard "crypto/sha256"
	"testing"
)

func TestSumIsThatOfTheStandardLibrary(t *testing.T) {
	t.Parallel()
	text := bytes.Repeat([]byte("0123456789abcdef"), 20)
	for length := range text {
		want := standard.Sum256(text[:length])
		hash := New()
		hash.Write(text[:length/3])
		hash.Write(text[length/3 : length])
		for range 2 { // a sum ends nothing
			if got := hash.Sum(nil); !bytes.Equal(got, want[:]) {
				t.Fatalf("%d bytes: got %x, want %x", length, got, want)
			}
		}
	}
}

// Package flag stands in for flag of the standard library in the WebAssembly module, which is given no arguments. The
// interpreter makes a set of flags for code that may import the package; no filter may.
package flag

import "io"

// ErrorHandling says what a set does about an argument that it does not know.
type ErrorHandling int

// PanicOnError is the one way that the interpreter asks for.
const PanicOnError ErrorHandling = 2

// FlagSet is an empty set of flags.
type FlagSet struct{}

// NewFlagSet returns the empty set.
func NewFlagSet(string, ErrorHandling) *FlagSet { return &FlagSet{} }

// SetOutput is ignored, as nothing is ever printed.
func (*FlagSet) SetOutput(io.Writer) {}

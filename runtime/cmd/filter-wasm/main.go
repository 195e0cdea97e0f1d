//go:build wasip1

// Command filter-wasm is the runtime as a WebAssembly module: the host allocates, writes a request, calls, and reads
// the response, whose address and length come back in the upper and lower half of one number.
package main

import (
	"io"
	"log"
	"runtime/debug"
	"unsafe"

	"github.com/trader-error-recovery/runtime/wire"
)

// softLimit makes the collector work harder before the module's fixed memory, a third larger, is full.
const softLimit = 96 << 20

// request and response are kept here so that the collector leaves them alone while the host holds their address.
var request, response []byte

func init() {
	debug.SetMemoryLimit(softLimit)
	log.SetOutput(io.Discard) // the interpreter logs before it panics; the host wants to see fatal errors alone
}

func main() {}

//go:wasmexport alloc
func alloc(size uint32) uint32 {
	request = make([]byte, size+1) // never empty, so that it has an address
	return address(request)
}

//go:wasmexport check
func check(_, size uint32) uint64 { return answer(wire.Check, size) }

//go:wasmexport run
func run(_, size uint32) uint64 { return answer(wire.Run, size) }

//go:wasmexport compare
func compare(_, size uint32) uint64 { return answer(wire.Compare, size) }

//go:wasmexport hash
func hash(_, size uint32) uint64 { return answer(wire.Hash, size) }

//go:wasmexport repair
func repair(_, size uint32) uint64 { return answer(wire.Repair, size) }

//go:wasmexport transplant
func transplant(_, size uint32) uint64 { return answer(wire.Transplant, size) }

func answer(respond func([]byte) []byte, size uint32) uint64 {
	response = respond(request[:min(int(size), len(request))])
	request = nil
	return uint64(address(response))<<32 | uint64(len(response))
}

func address(bytes []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(bytes))))
}

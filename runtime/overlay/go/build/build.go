// Package build stands in for go/build of the standard library in the WebAssembly module: the interpreter asks it for
// the platform it runs on and the versions of Go it speaks. Nothing in here looks for packages on a disk.
package build

import (
	"runtime"
	"strconv"
)

// Context is what the interpreter knows of its surroundings: what build constraints may name, and where packages are.
type Context struct {
	GOARCH, GOOS, GOPATH   string
	BuildTags, ReleaseTags []string
}

// Default is this platform, with no packages, and every version of Go up to our own.
var Default = Context{GOARCH: runtime.GOARCH, GOOS: runtime.GOOS, ReleaseTags: releaseTags()}

const ourVersion = 26

func releaseTags() []string {
	tags := make([]string, ourVersion)
	for i := range tags {
		tags[i] = "go1." + strconv.Itoa(i+1)
	}
	return tags
}

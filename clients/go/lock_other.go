//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package recovery

import (
	"errors"
	"os"
)

func lockFile(*os.File) (held bool, err error) {
	return false, errors.New("a spool needs a system with flock")
}

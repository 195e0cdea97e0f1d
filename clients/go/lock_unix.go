//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package recovery

import (
	"errors"
	"os"
	"syscall"
)

// lockFile takes the file for this process, until it is closed or the process ends in whatever way. held says that another has it.
func lockFile(file *os.File) (held bool, err error) {
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	return errors.Is(err, syscall.EWOULDBLOCK), err
}

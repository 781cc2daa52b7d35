//go:build unix

package gpkg

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// SQLite's locks are on these bytes of a file (sqlite.org/fileformat2.html, "the lock-byte page").
const (
	firstLockByte = 0x40000000
	lockBytesLong = 512
)

// lockBytes locks a file as SQLite would, whatever is in it.
func lockBytes(path string) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart, Start: firstLockByte, Len: lockBytesLong}
	err = syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &lock)
	if err == nil {
		return func() { _ = f.Close() }, nil
	}
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EACCES) {
		err = errInUse
	}
	return nil, errors.Join(err, f.Close())
}

// sameOwner gives a file to the owner of another, which only root can do for others.
func sameOwner(path string, as os.FileInfo) error {
	if as == nil || os.Geteuid() != 0 {
		return nil
	}
	owner, ok := as.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	return os.Chown(path, int(owner.Uid), int(owner.Gid))
}

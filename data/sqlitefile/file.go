package sqlitefile

import (
	"encoding/binary"
	"errors"
	"os"
	"sync"
	"sync/atomic"
)

// Fit errors: the file is sound, but not one that this package can fill.
var (
	ErrUnfit    = errors.New("sqlitefile: the file is not one that can be filled page by page")
	ErrNotEmpty = errors.New("sqlitefile: the tree is not empty")
	ErrOrder    = errors.New("sqlitefile: keys must ascend")
	ErrTooLong  = errors.New("sqlitefile: the record is too long")
)

const (
	headerSize = 100 // bytes of the database header, §1.3
	batchPages = 256 // pages that are written at once
	syncBytes  = 32 << 20
)

// File is a database being filled. One goroutine at a time.
type File struct {
	file    *os.File
	size    int    // of a page, in bytes; nothing of it is reserved
	count   uint32 // pages, those in pending included
	pending []byte // the last pages, not written yet

	unsynced int // bytes since the disk was last asked to take what there is
	behind   sync.WaitGroup
	syncing  atomic.Bool
	failed   atomic.Pointer[error] // what the disk said to that
}

// Open opens a database of a page or more whose pages are all in use or free, has no log (-wal, -journal), and does not vacuum itself.
func Open(path string) (*File, error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	f := &File{file: file}
	if err := f.readHeader(); err != nil {
		_ = file.Close()
		return nil, err
	}
	return f, nil
}

func (f *File) readHeader() error {
	var head [headerSize]byte
	if _, err := f.file.ReadAt(head[:], 0); err != nil {
		return errors.Join(ErrUnfit, err)
	}
	info, err := f.file.Stat()
	if err != nil {
		return err
	}
	f.size = int(binary.BigEndian.Uint16(head[16:]))
	if f.size == 1 {
		f.size = 1 << 16
	}
	f.count = binary.BigEndian.Uint32(head[28:])
	const rollback, format, utf8 = 1, 4, 1
	switch {
	case string(head[:16]) != "SQLite format 3\x00", f.size < 512, f.size&(f.size-1) != 0:
	case head[18] != rollback, head[20] != 0: // a log may hold newer pages; reserved bytes belong to an extension
	case binary.BigEndian.Uint32(head[44:]) != format, binary.BigEndian.Uint32(head[56:]) != utf8:
	case binary.BigEndian.Uint32(head[52:]) != 0: // pointer maps would have to be kept
	case int64(f.count)*int64(f.size) != info.Size():
	default:
		return nil
	}
	return ErrUnfit
}

// add puts a page behind the others and returns its number.
func (f *File) add(page []byte) (uint32, error) {
	if f.count == f.lockPage()-1 {
		f.count++
		f.pending = append(f.pending, make([]byte, f.size)...)
	}
	if f.count == 1<<32-2 {
		return 0, ErrTooLong
	}
	f.count++
	f.pending = append(f.pending, page...)
	if len(f.pending) >= batchPages*f.size {
		return f.count, f.flush()
	}
	return f.count, nil
}

// lockPage is the page that holds the byte which locks are put on; nothing may be kept in it, §1.4.
func (f *File) lockPage() uint32 { return uint32(1<<30/f.size) + 1 }

func (f *File) flush() error {
	at := int64(f.count)*int64(f.size) - int64(len(f.pending))
	_, err := f.file.WriteAt(f.pending, at)
	f.unsynced += len(f.pending)
	f.pending = f.pending[:0]
	if f.unsynced >= syncBytes && f.syncing.CompareAndSwap(false, true) {
		f.unsynced = 0
		f.behind.Go(f.sync)
	}
	return err
}

// sync asks the disk to take what there is while more is made, so that the end need not wait for all of it.
func (f *File) sync() {
	if err := f.file.Sync(); err != nil {
		f.failed.Store(&err)
	}
	f.syncing.Store(false)
}

// Finish writes what is left and the header, and waits until all of it is on the disk. Trees that were not finished stay empty, and what
// was written for them is lost space.
func (f *File) Finish() error {
	err := f.flush()
	f.behind.Wait()
	if failed := f.failed.Load(); err == nil && failed != nil {
		err = *failed
	}
	if err != nil {
		return err
	}
	var head [headerSize]byte
	if _, err := f.file.ReadAt(head[:], 0); err != nil {
		return err
	}
	changes := binary.BigEndian.Uint32(head[24:]) + 1
	binary.BigEndian.PutUint32(head[24:], changes)
	binary.BigEndian.PutUint32(head[28:], f.count)
	binary.BigEndian.PutUint32(head[92:], changes) // for which the count is valid
	if _, err := f.file.WriteAt(head[:], 0); err != nil {
		return err
	}
	return f.file.Sync()
}

// Close lets go of the file. Without Finish before it, the file is as it was but for pages behind its end.
func (f *File) Close() error {
	f.behind.Wait()
	return f.file.Close()
}

// root checks that a tree is an empty leaf of a kind.
func (f *File) root(number uint32, kind byte) error {
	if number < 2 || number > f.count { // the first page is the schema's
		return ErrUnfit
	}
	page := make([]byte, f.size)
	if _, err := f.file.ReadAt(page, int64(number-1)*int64(f.size)); err != nil {
		return err
	}
	if page[0] != kind || binary.BigEndian.Uint16(page[3:]) != 0 {
		return ErrNotEmpty
	}
	return nil
}

func (f *File) replace(number uint32, page []byte) error {
	_, err := f.file.WriteAt(page, int64(number-1)*int64(f.size))
	return err
}

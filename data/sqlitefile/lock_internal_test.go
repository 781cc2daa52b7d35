package sqlitefile

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
)

// The page that locks are put on lies a gigabyte into the file; a file with a hole stands in for one that is full up to there.
func TestThePageOfLocksStaysEmpty(t *testing.T) {
	const size = 4096
	lock := uint32(1<<30/size) + 1
	for first := lock - 3; first <= lock; first++ {
		file, err := os.Create(filepath.Join(t.TempDir(), "hole"))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		f := &File{file: file, size: size, count: first}
		table := &Table{tree: tree{file: f, page: make([]byte, size)}}
		content := bytes.Repeat([]byte{7}, 5*(size-4))
		at, err := table.overflow(content)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.flush(); err != nil {
			t.Fatal(err)
		}
		var found []byte
		page := make([]byte, size)
		for pages := 0; at != 0; pages++ {
			if at == lock || pages > 5 {
				t.Fatalf("from page %d on: page %d", first, at)
			}
			if _, err := file.ReadAt(page, int64(at-1)*size); err != nil {
				t.Fatal(err)
			}
			found = append(found, page[4:]...)
			at = binary.BigEndian.Uint32(page)
		}
		if !bytes.Equal(found, content) {
			t.Errorf("from page %d on the chain holds something else", first)
		}
	}
}

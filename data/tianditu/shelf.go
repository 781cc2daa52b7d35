package tianditu

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// shelf keeps files in one folder, none above an age and all together below a number of bytes. A file that cannot be written is no
// failure: the tile is fetched again next time.
type shelf struct {
	dir    string
	most   int64
	maxAge time.Duration
	now    func() time.Time

	mu    sync.Mutex
	files map[string]file
	bytes int64
}

type file struct {
	size  int64
	added time.Time
}

const suffix = ".tile"

// openShelf takes over what a process before left.
func openShelf(dir string, most int64, maxAge time.Duration, now func() time.Time) (*shelf, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	s := &shelf{dir: dir, most: most, maxAge: maxAge, now: now, files: map[string]file{}}
	for _, e := range entries {
		name, ours := strings.CutSuffix(e.Name(), suffix)
		info, err := e.Info()
		if !ours || err != nil || !info.Mode().IsRegular() {
			continue
		}
		s.files[name] = file{info.Size(), info.ModTime()}
		s.bytes += info.Size()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trim()
	return s, nil
}

func (s *shelf) path(name string) string { return filepath.Join(s.dir, name+suffix) }

func (s *shelf) get(name string) ([]byte, bool) {
	s.mu.Lock()
	f, ok := s.files[name]
	if ok && s.now().Sub(f.added) > s.maxAge {
		s.drop(name)
		ok = false
	}
	s.mu.Unlock()
	if !ok {
		return nil, false
	}
	body, err := os.ReadFile(s.path(name))
	return body, err == nil
}

func (s *shelf) put(name string, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	temp := filepath.Join(s.dir, name+".part")
	if err := os.WriteFile(temp, body, 0o640); err != nil {
		_ = os.Remove(temp)
		return
	}
	if err := os.Rename(temp, s.path(name)); err != nil {
		_ = os.Remove(temp)
		return
	}
	s.bytes += int64(len(body)) - s.files[name].size
	s.files[name] = file{int64(len(body)), s.now()}
	s.trim()
}

// trim drops the oldest until a tenth is free, so that it need not look again at every tile. The caller holds mu.
func (s *shelf) trim() {
	if s.bytes <= s.most {
		return
	}
	names := make([]string, 0, len(s.files))
	for name := range s.files {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if c := s.files[a].added.Compare(s.files[b].added); c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	})
	for _, name := range names {
		if s.bytes <= s.most-s.most/10 {
			return
		}
		s.drop(name)
	}
}

// drop removes a file. The caller holds mu.
func (s *shelf) drop(name string) {
	s.bytes -= s.files[name].size
	delete(s.files, name)
	_ = os.Remove(s.path(name))
}

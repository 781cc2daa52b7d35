package world

import (
	"strings"
	"sync"
)

// dict numbers the distinct texts of a coded field. It only grows and is shared by all versions, also by those of which two were made
// from the same one; a version keeps the list as it was when the version was made.
type dict struct {
	mu    sync.RWMutex
	index map[string]int64
	names []string
}

func newDict() *dict { return &dict{index: map[string]int64{}} }

// code numbers a text, which it copies if it is new. The empty text is none.
func (d *dict) code(s string) int64 {
	if s == "" {
		return none
	}
	d.mu.RLock()
	c, ok := d.index[s]
	d.mu.RUnlock()
	if ok {
		return c
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.add(s)
}

// add is code for who holds the lock, or has a dictionary of its own.
func (d *dict) add(s string) int64 {
	if c, ok := d.index[s]; ok {
		return c
	}
	s = strings.Clone(s)
	c := int64(len(d.names))
	d.names = append(d.names, s)
	d.index[s] = c
	return c
}

// find is the number of a text, none if no record ever had it.
func (d *dict) find(s string) int64 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if c, ok := d.index[s]; ok {
		return c
	}
	return none
}

// list is the texts numbered so far, which must not be changed.
func (d *dict) list() []string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.names
}

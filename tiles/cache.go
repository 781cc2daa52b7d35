package tiles

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"beltmap/geo"
	"beltmap/geo/plane"
)

// Key names a finished tile. Filter is the canonical form of the property filters and datetime, "" for none.
type Key struct {
	Set    string
	Tile   Address
	Filter string
	Sight  geo.Sight
}

// Body is a finished tile as it is sent: gzip-compressed, or nil for a tile that holds nothing. Nobody may change it.
type Body struct {
	Gzip []byte
	ETag string // quoted, strong; the same bytes have the same tag in every process
}

// NewBody is a body with its tag.
func NewBody(gzip []byte) Body {
	sum := sha256.Sum256(gzip)
	return Body{Gzip: gzip, ETag: `"` + hex.EncodeToString(sum[:9]) + `"`}
}

// Cache keeps finished tiles up to a number of bytes, the least recently used leaving first. All methods may be called from many
// goroutines.
//
// A generation is the ordinal of a World among those this process published. Whoever publishes a World drops what it touched first,
// under the new generation; a tile rendered from an older World that arrives later is not kept if the drop touched it. So a reader of
// the new World never meets a tile of the old one.
type Cache struct {
	shards [numShards]shard
}

const numShards = 16

// NewCache is an empty cache of at most maxBytes.
func NewCache(maxBytes int64) *Cache {
	c := &Cache{}
	for i := range c.shards {
		s := &c.shards[i]
		s.most = maxBytes / numShards
		s.entries = map[Key]*entry{}
		s.root.next, s.root.prev = &s.root, &s.root
	}
	return c
}

// Get is a kept tile.
func (c *Cache) Get(k Key) (Body, bool) {
	s := c.shard(k)
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.entries[k]
	if !ok {
		return Body{}, false
	}
	e.unlink()
	s.root.after(e)
	return e.body, true
}

// Put keeps a tile rendered from the World of a generation, unless a newer World touched it or it is larger than a sixteenth of the
// cache.
func (c *Cache) Put(k Key, generation uint64, b Body) {
	s := c.shard(k)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.drops.allow(k.Tile, generation) {
		return
	}
	s.put(k, b)
}

// Drop forgets the tiles, of every set, filter and sight, that meet one of the boxes with their buffer, because the World of this
// generation drew something else there.
func (c *Cache) Drop(generation uint64, rects []plane.Rect) {
	if len(rects) == 0 {
		return
	}
	t := touched(rects)
	for i := range c.shards {
		s := &c.shards[i]
		s.mu.Lock()
		s.drops.add(generation, t)
		for k, e := range s.entries {
			if t.meets(k.Tile) {
				s.remove(k, e)
			}
		}
		s.mu.Unlock()
	}
}

// Len is the number of tiles kept, Bytes about the memory they take.
func (c *Cache) Len() int { n, _ := c.size(); return n }

// Bytes is about the memory the kept tiles take.
func (c *Cache) Bytes() int64 { _, b := c.size(); return b }

func (c *Cache) size() (count int, bytes int64) {
	for i := range c.shards {
		s := &c.shards[i]
		s.mu.Lock()
		count += len(s.entries)
		bytes += s.bytes
		s.mu.Unlock()
	}
	return count, bytes
}

// shard is where a tile is kept, with all its filters.
func (c *Cache) shard(k Key) *shard {
	h := (uint64(k.Tile.X)<<32 | uint64(k.Tile.Y)) ^ uint64(k.Tile.Z)<<59
	return &c.shards[h*0x9e3779b97f4a7c15>>60%numShards]
}

// shard is a part of the cache with a lock of its own: a map, and a ring from the most to the least recently used.
type shard struct {
	mu      sync.Mutex
	entries map[Key]*entry
	root    entry
	bytes   int64
	most    int64
	drops   drops
}

type entry struct {
	next, prev *entry
	key        Key
	body       Body
}

const entryOverhead = 256 // what the map, the entry and the tag take, about

func (e *entry) size() int64 {
	return int64(len(e.body.Gzip)+len(e.key.Filter)+len(e.key.Set)+len(e.key.Sight.Internal.String())) + entryOverhead
}

func (e *entry) unlink() { e.prev.next, e.next.prev = e.next, e.prev }

func (e *entry) after(f *entry) {
	f.prev, f.next = e, e.next
	e.next.prev, e.next = f, f
}

func (s *shard) put(k Key, b Body) {
	if old, ok := s.entries[k]; ok {
		s.remove(k, old)
	}
	e := &entry{key: k, body: b}
	if e.size() > s.most {
		return
	}
	s.entries[k] = e
	s.root.after(e)
	s.bytes += e.size()
	for s.bytes > s.most {
		s.remove(s.root.prev.key, s.root.prev)
	}
}

func (s *shard) remove(k Key, e *entry) {
	delete(s.entries, k)
	e.unlink()
	s.bytes -= e.size()
}

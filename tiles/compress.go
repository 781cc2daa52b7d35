package tiles

import (
	"bytes"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// compression is the gzip level of tiles: on tiles of zoom 14 level 3 took 18 % more time for 0.2 % fewer bytes, level 4 another 20 % for 0.5 %.
const compression = 2

var writers = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, compression)
	if err != nil {
		panic(err) // the level is a constant that exists
	}
	return w
}}

// Gzip is a tile compressed for the cache and the wire, nil for an empty one. The same bytes always give the same result.
func Gzip(tile []byte) []byte {
	if len(tile) == 0 {
		return nil
	}
	w := writers.Get().(*gzip.Writer)
	defer writers.Put(w)
	var b bytes.Buffer
	b.Grow(len(tile)/3 + 64)
	w.Reset(&b)
	// A bytes.Buffer takes everything.
	_, _ = w.Write(tile)
	_ = w.Close()
	return b.Bytes()
}

package gpkg

import (
	"context"
	"os"
	"sync"
	"time"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Options are what a Store needs besides its file. The zero Options open an existing file.
type Options struct {
	Create   bool                              // make the file where there is none
	ReadOnly bool                              // never write: Apply fails, and a file on a read-only disk opens
	AsIs     bool                              // Snapshot shows what other programs changed, too: for looking the file over
	Styles   map[geo.Collection]gpkgfile.Style // what QGIS shows the layers with; nil leaves the file's styles alone
	Now      func() time.Time                  // the clock of batches, time.Now if nil
	Watch    time.Duration                     // how often to look for writes of other processes, 500 ms if 0
}

// Store keeps records in one GeoPackage. Its methods may be called by many goroutines; batches queue.
type Store struct {
	place
	options Options
	tables  [geo.NumCollections]*table
	writer  chan *conn // holds the one writing connection while nobody uses it; nil in a read-only store
	readers chan *conn // holds the idle reading connections
	waiting waiting
	tokens  tokens
	guard   guard
	hashed  bool // the file has hashes of its rows: an older one, open for reading only, has none
	watch   watch
	still   bool // the file is on a read-only disk and has no log: nobody changes it
	fileMu  sync.Mutex
	file    *os.File // the file itself, for Snapshot; nil until it is needed
	closing sync.Once
	closed  chan struct{}
}

const numReaders = 3 // a snapshot needs two for a moment; the third is for a listing of changes meanwhile

// Open opens the GeoPackage at path, which another process may have open too. Whatever is wrong with the file is one sentence, and the
// file is not touched before it is known to be one of ours.
func Open(ctx context.Context, path string, options Options) (*Store, error) {
	const op = "gpkg.Open"
	s := newStore(path, options)
	if err := s.present(ctx); err != nil {
		return nil, err
	}
	if err := s.open(ctx); err != nil {
		s.release()
		return nil, s.failure(op, err)
	}
	s.startWatch()
	return s, nil
}

// OpenMemory makes an empty store that is gone when it is closed and leaves nothing behind. Its readers wait for its writer.
func OpenMemory(ctx context.Context, options Options) (*Store, error) {
	const op = "gpkg.OpenMemory"
	s := newStore("", options)
	c, err := dial("memory", inMemory)
	if err != nil {
		return nil, s.failure(op, err)
	}
	s.readers = s.writer // one connection, since another would see another database
	s.writer <- c
	if err := s.initialize(ctx, c); err != nil {
		s.release()
		return nil, s.failure(op, err)
	}
	return s, nil
}

func newStore(path string, options Options) *Store {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Watch <= 0 {
		options.Watch = 500 * time.Millisecond
	}
	return &Store{
		place: place{path: path}, options: options, tables: newTables(),
		writer: make(chan *conn, 1), readers: make(chan *conn, numReaders), closed: make(chan struct{}),
		watch: watch{hint: make(chan struct{}, 1)},
	}
}

// inMemory tells whether the one connection does everything.
func (s *Store) inMemory() bool { return s.path == "" }

// take waits for a connection out of a pool.
func (s *Store) take(ctx context.Context, pool chan *conn) (*conn, error) {
	select {
	case <-s.closed:
		return nil, geo.Unavailable("gpkg.Store", s.says(phrase.StoreClosed), nil)
	default:
	}
	select {
	case c := <-pool:
		return c, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-s.closed:
		return nil, geo.Unavailable("gpkg.Store", s.says(phrase.StoreClosed), nil)
	}
}

// Close waits for what is running, and lets go of the file. What SQLite kept beside the file (-wal, -shm) goes into it.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() {
		close(s.closed)
		s.stopWatch()
		err = s.release()
	})
	return s.failure("gpkg.Close", err)
}

// release closes every connection, waiting for those in use.
func (s *Store) release() error {
	var first error
	shut := func(pool chan *conn, n int) {
		for range n {
			if c := <-pool; c != nil {
				if err := c.close(); first == nil {
					first = err
				}
			}
		}
	}
	if !s.inMemory() {
		shut(s.readers, numReaders)
	}
	shut(s.writer, 1) // last, since it may write the log back
	if s.file != nil {
		_ = s.file.Close() // after the connections: see opened
	}
	return first
}

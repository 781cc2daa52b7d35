package gpkg

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// watch looks for what other processes write.
type watch struct {
	hint   chan struct{}
	stop   context.CancelFunc
	ended  sync.WaitGroup
	opened os.FileInfo // the file as it was opened
}

// Hint implements data.Store. It fires within Options.Watch of another process's commit; this store's own batches fire too.
func (s *Store) Hint() <-chan struct{} { return s.watch.hint }

func (s *Store) startWatch() {
	s.watch.opened, _ = os.Stat(s.path)
	ctx, stop := context.WithCancel(context.Background())
	s.watch.stop = stop
	s.watch.ended.Go(func() {
		tick := time.NewTicker(s.options.Watch)
		defer tick.Stop()
		var seen geo.Cursor = -1
		for {
			s.patrol(ctx)
			seen = s.look(ctx, seen)
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	})
}

// look fires the hint if the version is not the one seen before.
func (s *Store) look(ctx context.Context, seen geo.Cursor) geo.Cursor {
	c, err := s.take(ctx, s.readers)
	if err != nil {
		return seen
	}
	v, err := c.version(ctx)
	s.readers <- c
	if err != nil || v.cursor == seen && s.tokens.fits(v.cursor, v.token) {
		return seen
	}
	if seen >= 0 {
		select {
		case s.watch.hint <- struct{}{}:
		default:
		}
	}
	return v.cursor
}

func (s *Store) stopWatch() {
	if s.watch.stop != nil {
		s.watch.stop()
		s.watch.ended.Wait()
	}
}

// stillThere refuses to write to a file that has no name any more: what is written there would be lost without a word.
func (s *Store) stillThere() error {
	if s.watch.opened == nil {
		return nil
	}
	now, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(now, s.watch.opened) {
		return geo.Unavailable("gpkg.Apply", s.says(phrase.StoreReplaced), err)
	}
	return nil
}

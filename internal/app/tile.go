package app

import (
	"context"
	"errors"

	"beltmap/geo/world"
	"beltmap/tiles"
	"beltmap/tiles/mvt"
)

const tileSet = "belts"

// flightKey names a tile being made: the same tile of another World is another.
type flightKey struct {
	tile       tiles.Key
	generation uint64
}

// flight is a tile being made, for all who wait for it.
type flight struct {
	done chan struct{}
	body tiles.Body
	err  error
}

// Tile is a finished tile of the set "belts": from the cache, or made now, once however many ask for it. filter is the canonical text
// of q's conditions and period, "" for none.
func (a *App) Tile(ctx context.Context, address tiles.Address, q world.Query, filter string) (tiles.Body, error) {
	key := tiles.Key{Set: tileSet, Tile: address, Filter: filter, Sight: q.Sight}
	if body, ok := a.cache.Get(key); ok {
		return body, nil
	}
	for {
		p := a.current.Load()
		f, mine := a.join(flightKey{key, p.generation})
		if mine {
			a.make(ctx, f, flightKey{key, p.generation}, p.world, mvt.Request{Tile: address, Query: q})
			return f.body, f.err
		}
		select {
		case <-f.done:
		case <-ctx.Done():
			return tiles.Body{}, ctx.Err()
		}
		if !errors.Is(f.err, context.Canceled) && !errors.Is(f.err, context.DeadlineExceeded) {
			return f.body, f.err
		}
		// The one who was making it went away; somebody who waited takes over.
	}
}

// join finds the flight of a tile, or begins it.
func (a *App) join(k flightKey) (f *flight, mine bool) {
	a.flightsMu.Lock()
	defer a.flightsMu.Unlock()
	if f, ok := a.flights[k]; ok {
		return f, false
	}
	f = &flight{done: make(chan struct{}), err: errors.New("app.Tile: the maker of the tile panicked")}
	a.flights[k] = f
	return f, true
}

func (a *App) make(ctx context.Context, f *flight, k flightKey, w *world.World, r mvt.Request) {
	defer func() {
		a.flightsMu.Lock()
		delete(a.flights, k)
		a.flightsMu.Unlock()
		close(f.done)
	}()
	done, err := a.Work(ctx)
	if err != nil {
		f.err = err
		return
	}
	defer done()
	f.body, f.err = a.render(w, r)
	if f.err == nil {
		a.cache.Put(k.tile, k.generation, f.body)
	}
}

// Work waits for a turn to compute and returns what ends it. Only as many compute at once as there are cores, so those whose client
// went away leave the queue without having cost anything.
func (a *App) Work(ctx context.Context) (done func(), err error) {
	select {
	case a.slots <- struct{}{}:
	default:
		select {
		case a.slots <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if err := ctx.Err(); err != nil {
		<-a.slots
		return nil, err
	}
	return func() { <-a.slots }, nil
}

// render makes a tile and packs it. The memory of raw tiles is reused, for it is hundreds of kilobytes at the busiest.
func (a *App) render(w *world.World, r mvt.Request) (tiles.Body, error) {
	raw, ok := a.raw.Get().(*[]byte)
	if !ok {
		raw = new([]byte)
	}
	defer a.raw.Put(raw)
	tile, err := mvt.Encode((*raw)[:0], w, r)
	if err != nil {
		return tiles.Body{}, err
	}
	*raw = tile
	return tiles.NewBody(tiles.Gzip(tile)), nil
}

// Package app joins the Store, which keeps the records, and the World, from which everything is read. World is one atomic load;
// Apply writes a batch to the store and publishes the World that follows from it; Run follows what other processes write and turns
// the day at midnight in Shanghai. Whatever fails, the last good World stays served. Finished tiles are kept here, because here it is
// known which of them a change touches; and so is what listeners are told of each new World.
package app

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"beltmap/tiles"
)

const (
	defaultPoll      = time.Second
	defaultTileBytes = 64 << 20
)

// Options are what an App needs. Store is required; the rest has working zero values.
type Options struct {
	Store     data.Store
	Now       func() time.Time // the clock, time.Now if nil
	Poll      time.Duration    // how often the store and the clock are looked at, 1 s if 0
	Log       *slog.Logger     // slog.Default() if nil
	TileBytes int64            // the tile cache's size in bytes, 64 MB if 0

	Roads    data.Roads        // the road graph; none if nil
	Settings data.Settings     // what administrators set; the defaults if nil
	Pinned   map[string]string // settings that the operator fixed from outside, by key
}

// App holds the current World. All methods may be called from many goroutines.
type App struct {
	store   data.Store
	now     func() time.Time
	poll    time.Duration
	log     *slog.Logger
	current atomic.Pointer[published]
	feeds   feeds
	cache   *tiles.Cache
	slots   chan struct{} // one for each core: who computes holds one

	keeper data.Roads
	roads  atomic.Pointer[roadGraph] // nil before any was read

	settings data.Settings
	pinned   map[string]string

	mu sync.Mutex // held by whoever makes the next World

	raw sync.Pool // *[]byte

	flightsMu sync.Mutex
	flights   map[flightKey]*flight
}

// published is a World with its ordinal among those this process made.
type published struct {
	world      *world.World
	settled    *Settled // its settings
	generation uint64
	next       chan struct{} // closed when another World has taken its place
}

// Open reads the store's records into a World. The App does not own the store: whoever opened it closes it, after Run has returned.
func Open(ctx context.Context, o Options) (*App, error) {
	if o.Store == nil {
		return nil, errors.New("app.Open: no Store")
	}
	a := &App{store: o.Store, now: o.Now, poll: o.Poll, log: o.Log, keeper: o.Roads, settings: o.Settings, pinned: o.Pinned, flights: map[flightKey]*flight{}}
	if a.now == nil {
		a.now = time.Now
	}
	if a.poll <= 0 {
		a.poll = defaultPoll
	}
	if a.log == nil {
		a.log = slog.Default()
	}
	if o.TileBytes <= 0 {
		o.TileBytes = defaultTileBytes
	}
	a.cache = tiles.NewCache(o.TileBytes)
	a.slots = make(chan struct{}, runtime.GOMAXPROCS(0))
	settled, err := a.readSettings(ctx)
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, settled.Settings)
	if err != nil {
		return nil, err
	}
	if err := a.FollowRoads(ctx); err != nil {
		return nil, err
	}
	a.feeds.begin(w.Version())
	a.publishUnder(settled, w, world.Touched{}, Step{})
	return a, nil
}

// World is the current version of everything.
func (a *App) World() *world.World { return a.current.Load().world }

// Published is the current World and a channel that is closed when the next has taken its place.
func (a *App) Published() (*world.World, <-chan struct{}) {
	p := a.current.Load()
	return p.world, p.next
}

// Apply makes all changes of a batch and returns the version they made once it is visible in World. The store validates the records.
// When the store took the batch but the World could not follow, the version comes with an error of kind unavailable: the write
// stands, and Run goes on trying to show it.
func (a *App) Apply(ctx context.Context, batch geo.Batch) (geo.Cursor, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	version, err := a.store.Apply(ctx, batch)
	if err != nil {
		return 0, err
	}
	// The write stands, so whether the client still waits must not decide whether it is shown.
	if err := a.follow(context.WithoutCancel(ctx)); err != nil {
		return version, geo.Unavailable("app.Apply", phrase.WrittenNotShown.With(version), err)
	}
	return version, nil
}

// Run follows the store and the day until the context ends; it returns nil then. What fails is logged once and tried again.
func (a *App) Run(ctx context.Context) error {
	tick := time.NewTicker(a.poll)
	defer tick.Stop()
	hints := a.store.Hint()
	failing := ""
	for {
		select {
		case <-ctx.Done():
			return nil
		case _, open := <-hints:
			if !open {
				hints = nil // the timer stands behind it
			}
		case <-tick.C:
		}
		err := a.Refresh(ctx)
		if err == nil {
			err = a.FollowRoads(ctx)
		}
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil && failing != "":
			a.log.InfoContext(ctx, "the store is followed again")
			failing = ""
		case err != nil && err.Error() != failing:
			a.log.ErrorContext(ctx, "cannot follow the store; the last version stays served", slog.Any("error", err))
			failing = err.Error()
		}
	}
}

// Refresh shows what the settings, the store and the calendar say now.
func (a *App) Refresh(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	err := errors.Join(a.settle(ctx), a.follow(ctx))
	if day := geo.DayOf(a.now()); day != a.World().Day() { // the day turns even when the store is gone
		w, touched := a.World().OnDay(day)
		a.publish(w, touched, Step{All: true})
	}
	return err
}

// follow applies to the World what the store has beyond it. The caller holds mu.
func (a *App) follow(ctx context.Context) error {
	w := a.World()
	touched, said := world.Touched{}, journal{}
	var step []geo.Change
	apply := func() error {
		if len(step) == 0 {
			return nil
		}
		next, t, err := w.Apply(step[0].Cursor, step)
		if err != nil {
			return err
		}
		for i := range step {
			said.note(w, step[i])
		}
		w, step = next, step[:0]
		touched = joined(touched, t)
		return nil
	}
	for change, err := range a.store.Changes(ctx, w.Version()) {
		if err != nil {
			return err
		}
		if change.Op == geo.Snapshot {
			return a.reread(ctx)
		}
		if len(step) > 0 && step[0].Cursor != change.Cursor {
			if err := apply(); err != nil {
				return a.reread(ctx)
			}
		}
		change.Record = change.Record.Clone() // the store may reuse its memory
		step = append(step, change)
	}
	if err := apply(); err != nil { // the feed and the World disagree: the store is right
		return a.reread(ctx)
	}
	if w != a.World() {
		a.publish(w, touched, said.step)
	}
	return nil
}

// reread shows a World made of all records anew. The caller holds mu.
func (a *App) reread(ctx context.Context) error {
	w, err := a.read(ctx, a.Settled().Settings)
	if err != nil {
		return err
	}
	a.publish(w, world.Touched{All: true}, Step{All: true})
	return nil
}

// read makes a World of all records in the store.
func (a *App) read(ctx context.Context, settings geo.Settings) (*world.World, error) {
	b := world.NewBuilder(geo.DayOf(a.now()), settings)
	version, err := a.store.Snapshot(ctx, b.Add)
	if err != nil {
		return nil, err
	}
	w, err := b.Build(version)
	debug.FreeOSMemory() // building takes half as much again as the World keeps, and the next build may be days away
	return w, err
}

// publishUnder puts a World and its settings in the place of the current one, after the tiles that it draws otherwise are dropped and before listeners hear of it.
func (a *App) publishUnder(now *Settled, w *world.World, t world.Touched, said Step) {
	p := &published{world: w, settled: now, next: make(chan struct{})}
	last := a.current.Load()
	if last != nil {
		p.generation = last.generation + 1
		a.cache.Drop(p.generation, rects(t))
	}
	a.current.Store(p)
	if last != nil {
		close(last.next)
		said.Version = w.Version()
		a.feeds.add(said)
	}
}

func rects(t world.Touched) []plane.Rect {
	if t.All {
		return []plane.Rect{plane.World()}
	}
	return t.Rects
}

func joined(a, b world.Touched) world.Touched {
	return world.Touched{All: a.All || b.All, Rects: append(a.Rects[:len(a.Rects):len(a.Rects)], b.Rects...)}
}

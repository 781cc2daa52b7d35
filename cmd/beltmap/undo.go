package main

import (
	"context"
	"fmt"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

type undoCommand struct {
	Batch int64  `arg:"" name:"batch" help:"${arg_undo_batch}"`
	DB    string `name:"db" help:"${flag_history_db}" placeholder:"FILE"`
}

func (c *undoCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{Styles: layerStyles()})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	inverse, err := store.Inverse(s.ctx, geo.Cursor(c.Batch))
	if err != nil {
		return 0, err
	}
	of, err := batchOf(s.ctx, store, geo.Cursor(c.Batch))
	if err != nil {
		return 0, err
	}
	version, err := store.Apply(s.ctx, s.watched(inverse.By(geo.CommandLine(), geo.ActionUndo, fmt.Sprint("batches/", c.Batch)), of.Added+of.Changed+of.Removed))
	if err != nil {
		return 0, err
	}
	did, err := batchOf(context.WithoutCancel(s.ctx), store, version) // the batch is in: what it did is said in any case
	if err != nil {
		return 0, err
	}
	s.say(phrase.Undone.With(c.Batch, int64(version), did.Added, did.Changed, did.Removed))
	return exitOK, nil
}

// batchOf is the batch that made a version, nothing but zeros if none did.
func batchOf(ctx context.Context, store data.Batches, version geo.Cursor) (data.BatchInfo, error) {
	for b, err := range store.History(ctx) {
		if err != nil || b.Cursor == version {
			return b, err
		}
	}
	return data.BatchInfo{}, nil
}

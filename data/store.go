package data

import (
	"context"
	"iter"

	"beltmap/geo"
)

// Store keeps the records. Every method takes its context down to the database, and every error is a *geo.Error.
//
// An Apply that returned nil is durable, happened as a whole and made one new version; one that returned an error changed nothing.
// Batches are ordered: each sees all before it. A batch whose Key was applied before returns that batch's version and changes
// nothing.
//
// Records change by batches only. If something else changed what is kept, that is noticed: Apply, Snapshot and Changes fail with kind conflict, and
// nothing of it is handed out or written over, until it has been taken in as a batch, after which all is as after any batch. How it is taken in is
// the store's own affair, since it depends on what can have changed it.
type Store interface {
	// Snapshot visits every record as of one version and returns that version. Records come in slices that, with their values and texts,
	// are valid only during the call (geometries may be kept), collections in the order of geo.AllCollections and each in the order of insertion. An error from visit ends the snapshot and
	// is returned.
	Snapshot(ctx context.Context, visit func([]geo.Record) error) (geo.Cursor, error)

	// Changes lists what happened after a version, in commit order, each with the version it made; what happened to one record more than
	// once is one change, at the place of the last, so that made on that version's records the listing gives the present ones. A change of op geo.Snapshot, which then is
	// the only one, means that the listing is not to be had (too much changed, or history was rewound) and that the reader should take a
	// Snapshot.
	Changes(ctx context.Context, since geo.Cursor) iter.Seq2[geo.Change, error]

	// Apply makes all changes of a batch in one transaction. Kinds of failure: invalid (a record that does not validate), not_found
	// (an update or delete of what is not there), conflict (an insert of what is there, a version other than expected, or
	// records that something else than a batch changed), unavailable (the disk is full, the file is read-only or busy).
	Apply(ctx context.Context, batch geo.Batch) (geo.Cursor, error)

	// Hint fires when another process may have changed the store. It may drop, double or come early; a timer stands behind it.
	Hint() <-chan struct{}

	Close() error
}

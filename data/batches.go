package data

import (
	"context"
	"iter"
	"time"

	"beltmap/geo"
)

// Batches is the history of a store: what each batch did, and how it is taken back. Every batch, small or large, keeps what each
// record was that it changed or removed, and knows which records it added.
type Batches interface {
	// History lists the batches, the last first.
	History(ctx context.Context) iter.Seq2[BatchInfo, error]

	// Keyed is the batch whose key begins with a text that is not "", the first by key, bytewise, and whether there is one. Only what is known
	// without reading its records is filled in: Cursor, Time, Key and Note.
	Keyed(ctx context.Context, prefix string) (BatchInfo, bool, error)

	// Inverse is the batch that takes back the batch that made a version: what it added is deleted, what it removed is inserted, what it
	// changed is updated to what it was. Applied, it is a batch like any other and can be taken back in turn. Each of its changes expects the
	// record as it is now.
	//
	// Only what is still as the batch left it can be taken back, by content, whatever its version: if later batches changed a record, and it
	// was not put back since, then that is a conflict, and nothing of the batch is taken back. A version that no batch made is not_found; a
	// batch that kept nothing (BatchInfo.Kept) is invalid. Conflicts are found as the batch is read, so Apply may be what reports them. The
	// batch is to be read once, and its records and their texts are valid only until the next.
	Inverse(ctx context.Context, cursor geo.Cursor) (geo.Batch, error)
}

// BatchInfo says what one batch did in all: a record that was added and then removed by the same batch is neither.
type BatchInfo struct {
	Cursor                  geo.Cursor // the version it made
	Time                    time.Time
	Key, Note               string // as in geo.Batch
	Kept                    bool   // it can be taken back; false if what it changed or removed was not kept
	Counted                 bool   // Added, Changed and Removed are known; whatever was kept is
	Added, Changed, Removed int
}

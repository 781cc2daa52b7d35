package data

import (
	"context"
	"time"

	"beltmap/geo"
)

// AuditRetention is how long entries of the audit log are kept at least.
const AuditRetention = 180 * 24 * time.Hour

// AuditLog is the record of who did what. It is only ever appended to, except that old entries can be moved out, and each entry's hash covers
// the one before it (geo.AuditEntry.Sum), so that what was removed, changed or reordered shows. It goes on while records are in conflict, and
// nothing of it counts as a version of the store.
//
// What a batch did is entered by the batch itself (geo.Batch.Log), what a setting was by Settings.Set and what became of an account or token by the
// methods of Accounts, in the same transaction; everything else by Append. Nothing may be appended by whoever hands the store the changes of a batch: the batch holds the one place to write.
type AuditLog interface {
	// Append enters entries one after the other, with the log's own clock, and returns when they are durable. Calls that wait for each other
	// may share one transaction. None is entered if it fails; if its context ends it may have been entered all the same.
	Append(ctx context.Context, entries ...geo.AuditEntry) error

	// Read visits the entries after a number, the first first, and returns the state they belong to: both as of one moment. Entries come as they are
	// kept, unverified. An error of visit ends it and is returned; visit itself must not use the store.
	Read(ctx context.Context, after int64, visit func(*geo.AuditEntry) error) (AuditState, error)

	// Page lists the last entries before a number (0: all of them) that the filter lets through, the last first, at most limit.
	Page(ctx context.Context, filter AuditFilter, before int64, limit int) ([]geo.AuditEntry, error)

	// Verify reads the whole log and holds it to its hashes, to the head that is kept beside the entries, and to links that were seen before. An
	// error of kind invalid names the first entry that is missing, changed, moved or not the log's own.
	Verify(ctx context.Context, seen ...geo.AuditLink) (AuditState, error)

	// Rotate removes the entries up to and including a link, which must be there just so (conflict if not), and enters because. An entry that is younger
	// than AuditRetention by the log's clock is never removed (invalid). The link stays as the Base that the rest follows.
	Rotate(ctx context.Context, upTo geo.AuditLink, because geo.AuditEntry) error
}

// AuditState is where a log begins and ends.
type AuditState struct {
	Base  geo.AuditLink // what the first entry kept follows: zero, or the last that was moved out
	Head  geo.AuditLink // the last entry
	Count int64         // of the entries kept
}

// AuditFilter lets entries through; what is "" asks for nothing.
type AuditFilter struct {
	Account string
	Action  geo.Action
	Object  string
}

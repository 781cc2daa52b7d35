package geo

import "iter"

// Op is what a change does.
type Op uint8

// The operations. Put inserts or updates, whichever is needed; a change feed never says Put. Snapshot, in a feed alone, tells the
// reader that too much changed to list and that it should read everything again.
const (
	Put Op = iota
	Insert
	Update
	Delete
	Snapshot
)

var opNames = [...]string{"put", "insert", "update", "delete", "snapshot"}

func (o Op) String() string { return opNames[o] }

// Change is one step of a batch, or one row of a change feed. A Delete's record needs only collection and id.
type Change struct {
	Op     Op
	Record Record
	Expect Cursor // for Update, Put and Delete: the version the record must have, 0 for any
	Cursor Cursor // in a feed: the version of the store that the change made
}

// Batch is a set of changes that happen together or not at all. It is a stream, so that a batch of millions needs no memory; an
// error in the stream ends the batch with nothing changed. It may be read once.
type Batch struct {
	Key     string // names the batch among all, so that a retry changes nothing; "" gives it a key of its own
	Note    string // what made the batch, such as "import enterprises.csv"
	Changes iter.Seq2[*Change, error]

	// Log says what to enter in the audit log for what the batch did; the store writes it in the batch's own transaction, so that neither is
	// there without the other. It must not use the store. nil enters nothing, and neither does a batch whose key was applied before: it is in the log already.
	Log func(Outcome) []AuditEntry
}

// BatchOf is a batch of a few changes.
func BatchOf(note string, changes ...Change) Batch {
	return Batch{Note: note, Changes: func(yield func(*Change, error) bool) {
		for i := range changes {
			if !yield(&changes[i], nil) {
				return
			}
		}
	}}
}

package data

import "context"

// Releases remembers what totals of Party members were published, so that no later one gives an earlier secret away. It is only ever appended to.
// What is kept is internal, is no version of the store and belongs to no batch: undoing or adopting changes leaves it alone, since what
// readers saw cannot be taken back. Nothing may be appended by whoever hands the store the changes of a batch.
type Releases interface {
	// After lists the texts after the first so many, in the order in which they were appended.
	After(ctx context.Context, known int) ([]string, error)

	// Append keeps a text as the next after so many, and returns when it is durable. It fails with kind conflict, and keeps nothing, if there are
	// more or fewer: somebody else published meanwhile.
	Append(ctx context.Context, known int, text string) error
}

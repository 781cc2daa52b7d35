package geo

import (
	"errors"

	"beltmap/geo/phrase"
)

// Kind says what sort of failure an Error is; every way out (HTTP status, exit code) is decided by it alone.
type Kind uint8

// The kinds of failure.
const (
	KindInternal Kind = iota
	KindInvalid
	KindNotFound
	KindConflict
	KindDenied
	KindUnavailable
)

var kindNames = [...]string{"internal", "invalid", "not_found", "conflict", "denied", "unavailable"}

func (k Kind) String() string { return kindNames[k] }

// Error is the one error type. Text is what the user reads; Op and Err are what the log reads.
type Error struct {
	Kind Kind
	Op   string      // the operation that failed, as package.Function
	Text phrase.Text // one sentence that names file, row, record or field
	Err  error       // the cause, may be nil
}

func (e *Error) Error() string {
	s := e.Op + ": " + e.Text.EN
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// Invalid says that what came in cannot be used.
func Invalid(op string, text phrase.Text) *Error {
	return &Error{Kind: KindInvalid, Op: op, Text: text}
}

// NotFound says that what was asked for does not exist.
func NotFound(op string, text phrase.Text) *Error {
	return &Error{Kind: KindNotFound, Op: op, Text: text}
}

// Conflict says that what was asked for contradicts what is there.
func Conflict(op string, text phrase.Text) *Error {
	return &Error{Kind: KindConflict, Op: op, Text: text}
}

// Unavailable says that it cannot be done now, or not here.
func Unavailable(op string, text phrase.Text, cause error) *Error {
	return &Error{Kind: KindUnavailable, Op: op, Text: text, Err: cause}
}

// KindOf is the kind of the first Error in the chain; anything else is internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return KindInternal
}

package data

import (
	"context"
	"time"

	"beltmap/geo"
)

// Accounts keeps who may come in: accounts, their sessions, and tokens of the API. It knows hashes only: neither a password nor a token nor a
// session's secret can be read from it. None of it is a record: it has no version, no history, and is in nothing that is exported.
//
// It is small and slow next to a Store: each write is a transaction of its own, which waits for a batch that is being written. Times are kept to
// the microsecond. A store that is only read answers all questions and fails writes with kind unavailable.
//
// What a change of accounts or tokens is given as log is entered in the audit log in the change's own transaction: neither is there without the other.
type Accounts interface {
	// Empty tells whether there is no account and no token yet.
	Empty(ctx context.Context) (bool, error)

	// List is every account, by name, bytewise.
	List(ctx context.Context) ([]Account, error)

	// Find looks an account up by its exact name.
	Find(ctx context.Context, name string) (Account, bool, error)

	// Add keeps a new account; its Epoch is chosen here. It fails with kind conflict if the name is taken.
	Add(ctx context.Context, account Account, log ...geo.AuditEntry) error

	// Change changes what a change names. A change of role, zones, password or standing moves the account's Epoch, which ends all its sessions,
	// unless it says otherwise. It fails with kind not_found.
	Change(ctx context.Context, name string, change AccountChange, log ...geo.AuditEntry) error

	// Remove removes an account and its sessions. It fails with kind not_found.
	Remove(ctx context.Context, name string, log ...geo.AuditEntry) error

	// Begin keeps a new session and drops those of its account that have expired or are too many (MaxSessions, the oldest first). It fails with
	// kind conflict if the account is not at the session's Epoch any more: what was known of it when its password was compared is out of date.
	Begin(ctx context.Context, session Session) error

	// Session finds a session by the hash of its secret, with its account as it is now. One whose account has moved on is not found. Whether it
	// has expired is not asked.
	Session(ctx context.Context, hash Hash) (Session, Account, bool, error)

	// End removes a session; one that is not there is no failure.
	End(ctx context.Context, hash Hash) error

	// Issue keeps a new token. It fails with kind conflict if its id is taken.
	Issue(ctx context.Context, token Token, log ...geo.AuditEntry) error

	// Tokens is every token, the newest first, revoked and expired ones too.
	Tokens(ctx context.Context) ([]Token, error)

	// Token finds a token by the hash of its secret. Whether it has expired or was revoked is not asked.
	Token(ctx context.Context, hash Hash) (Token, bool, error)

	// Revoke ends a token for good; a second time changes nothing. It fails with kind not_found.
	Revoke(ctx context.Context, id string, at time.Time, log ...geo.AuditEntry) error

	// Mark notes when sessions and tokens were last used, never moving a time back, and leaves out those that are gone. Expired sessions of all
	// accounts are dropped on the way.
	Mark(ctx context.Context, now time.Time, sessions, tokens map[Hash]time.Time) error
}

// Hash is the SHA-256 of a secret of 256 random bits, which needs no salt.
type Hash [32]byte

// Account is a desk that may sign in, never a person.
type Account struct {
	Name        string
	Role        string      // as internal/auth writes it
	Zones       geo.ZoneSet // where the role holds
	Password    string      // its hash with all that is needed to compare, "" if none is set
	Provider    string      // who else vouches for it, as internal/auth writes it; "" if the password does
	Disabled    bool
	Created     time.Time
	Changed     time.Time
	Epoch       int64 // moves with every change that ends sessions
	Failed      int   // sign-ins that failed since the last that did not
	LockedUntil time.Time
}

// AccountChange says what becomes of an account; nil leaves a thing as it is.
type AccountChange struct {
	Role         *string
	Zones        *geo.ZoneSet
	Password     *string
	Disabled     *bool
	Failed       *int
	LockedUntil  *time.Time
	At           time.Time // becomes Changed where the change ends sessions
	KeepSessions bool      // the same password hashed anew, say
}

// Ends tells whether the change ends sessions.
func (c *AccountChange) Ends() bool {
	return !c.KeepSessions && (c.Role != nil || c.Zones != nil || c.Password != nil || c.Disabled != nil)
}

// Session is one browser that has signed in.
type Session struct {
	Hash    Hash
	Account string
	Epoch   int64 // the account's as it signed in
	Created time.Time
	Expires time.Time // whatever happens
	Seen    time.Time
}

// MaxSessions is how many sessions of one account are kept.
const MaxSessions = 50

// Token is a key of the API.
type Token struct {
	ID      string // names it in lists and in the log; no secret
	Hash    Hash
	Role    string
	Zones   geo.ZoneSet
	Note    string // what it is for
	Created time.Time
	Expires time.Time
	Used    time.Time // zero if never
	Revoked time.Time // zero if not
}

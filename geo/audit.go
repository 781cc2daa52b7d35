package geo

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"beltmap/geo/phrase"
)

// Actor is who did something, as the audit log has it: a desk's login name and never a person's, the role it acted in, and the address it came
// from. The command line has no account and the address "local".
type Actor struct {
	Account string
	Role    string
	Address string
}

// CommandLine is whoever runs a command on the machine itself.
func CommandLine() Actor { return Actor{Address: "local"} }

// Action says what was done, by a stable name.
type Action string

// The actions. Of a refused sign-in the account is entered only if there is one of that name: people type names and passwords into the wrong box.
const (
	ActionSignIn        Action = "sign_in"
	ActionSignInRefused Action = "sign_in_refused"
	ActionSignOut       Action = "sign_out"
	ActionRefused       Action = "refused" // something that the role may not do
	ActionBatch         Action = "batch"
	ActionImport        Action = "import"
	ActionUndo          Action = "undo"
	ActionAdopt         Action = "adopt"
	ActionExport        Action = "export" // of a list
	ActionSettings      Action = "settings"
	ActionUserAdded     Action = "user_added"
	ActionUserChanged   Action = "user_changed"
	ActionUserRemoved   Action = "user_removed"
	ActionTokenCreated  Action = "token_created"
	ActionTokenRevoked  Action = "token_revoked"
	ActionBackup        Action = "backup"
	ActionRestore       Action = "restore"
	ActionScenarioSaved Action = "scenario_saved"
	ActionScenarioDrop  Action = "scenario_deleted"
	ActionRotated       Action = "rotated" // entries of the log itself were moved out
)

// Actions lists them.
func Actions() []Action {
	return []Action{
		ActionSignIn, ActionSignInRefused, ActionSignOut, ActionRefused, ActionBatch, ActionImport, ActionUndo, ActionAdopt, ActionExport, ActionSettings,
		ActionUserAdded, ActionUserChanged, ActionUserRemoved, ActionTokenCreated, ActionTokenRevoked, ActionBackup, ActionRestore, ActionScenarioSaved, ActionScenarioDrop, ActionRotated,
	}
}

// Label is the action in words; of one that a newer program entered, its name.
func (a Action) Label() phrase.Phrase {
	if label, known := phrase.ActionLabels()[string(a)]; known {
		return label
	}
	return phrase.Of(string(a), string(a))
}

// How things ended. A reason may follow after a colon, such as "refused: denied".
const (
	ResultDone    = "done"
	ResultBegun   = "begun" // entered before it was done, since afterwards may be too late: an export
	ResultRefused = "refused"
	ResultFailed  = "failed"
)

// AuditHash is a SHA-256 hash in the audit log.
type AuditHash [sha256.Size]byte

func (h AuditHash) String() string { return hex.EncodeToString(h[:]) }

// ParseAuditHash reads the 64 lower-case hexadecimal digits that String writes, and tells whether they are that.
func ParseAuditHash(s string) (h AuditHash, ok bool) {
	n, err := hex.Decode(h[:], []byte(s[:min(len(s), 2*len(h))]))
	return h, err == nil && n == len(h) && h.String() == s
}

// AuditEntry is one row of the audit log. Whoever enters one leaves Seq, Time and the hashes to the log.
type AuditEntry struct {
	Seq  int64     // 1, 2, 3 …
	Time time.Time // to the microsecond
	Actor
	Action Action
	Object string // what it was done to, such as "enterprises/CZ-E-001", "batches/7", "settings/privacy_k"
	Before string // fields before and after, as JSON; see AuditFields
	After  string
	Result string
	Hash   AuditHash

	Previous AuditHash // the hash of the entry before, which the row itself does not hold; zeros for the first
}

// The most bytes an entry's fields keep. Before and After are at most AuditMost bytes with what stands in place of the rest.
const (
	auditText = 200
	AuditMost = 4096
)

// Clean brings the texts of an entry into the form in which the log keeps them: valid UTF-8 without control characters, of bounded length. Of a
// longer Before or After the beginning is kept, with the length and the SHA-256 of the whole: {"begins":"…","bytes":70000,"sha256":"…"}.
func (e *AuditEntry) Clean() {
	e.Time = e.Time.UTC().Truncate(time.Microsecond)
	for _, s := range []*string{&e.Account, &e.Role, &e.Address, (*string)(&e.Action), &e.Object, &e.Result} {
		*s = cut(plain(*s), auditText)
	}
	e.Before, e.After = boundedFields(plain(e.Before)), boundedFields(plain(e.After))
}

func plain(s string) string {
	clean := func(r rune) rune {
		if unicode.IsControl(r) {
			return utf8.RuneError
		}
		return r
	}
	return strings.Map(clean, strings.ToValidUTF8(s, string(utf8.RuneError)))
}

// cut is the first bytes of a text, at the end of a character.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

func boundedFields(s string) string {
	if len(s) <= AuditMost {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	rest := fmt.Sprintf(`","bytes":%d,"sha256":"%x"}`, len(s), sum)
	for keep := AuditMost - len(rest) - len(`{"begins":"`); ; keep -= 256 { // quotes in it grow when they are quoted
		kept := `{"begins":` + quotedJSON(cut(s, keep))
		if kept = strings.TrimSuffix(kept, `"`) + rest; len(kept) <= AuditMost {
			return kept
		}
	}
}

package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost is what one comparison of a password costs by Argon2id (RFC 9106).
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// usualCost is what OWASP's password storage cheat sheet asks for at least.
func usualCost() Cost { return Cost{Memory: 19 << 10, Passes: 2, Threads: 1} }

// The lengths of a password, and of what is kept of it.
const (
	minPassword = 10      // characters
	maxPassword = 1 << 10 // bytes
	saltBytes   = 16
	keyBytes    = 32
)

const maxWaiting = 64 // sign-ins that wait for their comparison; more are sent away

// hasher compares passwords, a few at a time, so that signing in takes a bounded amount of memory however many try.
type hasher struct {
	cost    Cost
	slots   chan struct{}
	waiting atomic.Int32
	nobody  string // the hash of no password, compared where there is no account
}

func newHasher(cost Cost) *hasher {
	if cost == (Cost{}) {
		cost = usualCost()
	}
	h := &hasher{cost: cost, slots: make(chan struct{}, max(1, min(2, runtime.GOMAXPROCS(0))))}
	h.nobody = kept{cost, randomBytes(saltBytes), randomBytes(keyBytes)}.String()
	return h
}

// hash is what is kept of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	k := kept{cost: h.cost, salt: randomBytes(saltBytes)}
	var err error
	k.key, err = h.derive(ctx, password, k, keyBytes)
	return k.String(), err
}

// matches compares a password with what is kept of one, and tells whether that should be hashed anew at today's cost.
func (h *hasher) matches(ctx context.Context, password, text string) (good, stale bool, err error) {
	k, err := parseKept(text)
	if err != nil {
		return false, false, err
	}
	key, err := h.derive(ctx, password, k, uint32(len(k.key)))
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(key, k.key) == 1, k.cost != h.cost || len(k.key) != keyBytes, nil
}

func (h *hasher) derive(ctx context.Context, password string, k kept, length uint32) ([]byte, error) {
	const op = "auth.derive"
	if h.waiting.Add(1) > maxWaiting {
		h.waiting.Add(-1)
		return nil, geo.Unavailable(op, phrase.SignInBusy.With(), nil)
	}
	defer h.waiting.Add(-1)
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, geo.Unavailable(op, phrase.SignInBusy.With(), ctx.Err())
	}
	defer func() { <-h.slots }()
	return argon2.IDKey([]byte(norm.NFC.String(password)), k.salt, k.cost.Passes, k.cost.Memory, k.cost.Threads, length), nil
}

// kept is what is kept of a password: written in the PHC string format, with all that comparing takes.
type kept struct {
	cost      Cost
	salt, key []byte
}

func (k kept) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, k.cost.Memory, k.cost.Passes, k.cost.Threads,
		b64.EncodeToString(k.salt), b64.EncodeToString(k.key))
}

var errKept = errors.New("what is kept of a password cannot be read")

// parseKept reads what String writes. A file may hold anything, so a cost that would exhaust the machine is refused.
func parseKept(text string) (k kept, err error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return kept{}, errKept
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &k.cost.Memory, &k.cost.Passes, &k.cost.Threads); err != nil {
		return kept{}, errKept
	}
	k.salt, err = base64.RawStdEncoding.Strict().DecodeString(parts[4])
	if err != nil {
		return kept{}, errKept
	}
	k.key, err = base64.RawStdEncoding.Strict().DecodeString(parts[5])
	c := k.cost
	switch {
	case err != nil || k.String() != text,
		c.Memory > 1<<20 || c.Passes < 1 || c.Passes > 32 || c.Threads < 1 || c.Threads > 16 || c.Memory < 8*uint32(c.Threads),
		len(k.salt) < 8 || len(k.salt) > 64 || len(k.key) < 16 || len(k.key) > 64:
		return kept{}, errKept
	}
	return k, nil
}

// checkPassword refuses a password that is no hindrance. It fails with kind invalid, and never quotes it.
func checkPassword(name, password string) error {
	const op = "auth.checkPassword"
	password = norm.NFC.String(password)
	first, _ := utf8.DecodeRuneInString(password)
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		return geo.Invalid(op, phrase.PasswordShort.With(minPassword))
	case len(password) > maxPassword:
		return geo.Invalid(op, phrase.PasswordLong.With(maxPassword))
	case strings.EqualFold(password, name):
		return geo.Invalid(op, phrase.PasswordName.With())
	case strings.Trim(password, string(first)) == "":
		return geo.Invalid(op, phrase.PasswordSame.With())
	}
	return nil
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: it ends the program instead
	return b
}

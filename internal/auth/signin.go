package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"golang.org/x/text/unicode/norm"
)

// Attempt is somebody who wants to sign in.
type Attempt struct {
	Name, Password string
	Address        string // where it comes from, as far as that is known
	Old            string // the secret of the session that the browser has, which ends
}

// Grant is what signing in gives.
type Grant struct {
	Identity
	Secret  string // for the browser's cookie and nothing else
	Expires time.Time
}

// Paused is the cause of a refusal because too many sign-ins failed.
type Paused struct{ Wait time.Duration }

func (p *Paused) Error() string { return fmt.Sprintf("paused for %v", p.Wait) }

// The causes of a refusal, for the log.
var (
	errNobody   = errors.New("there is no such account")
	errWrong    = errors.New("the password is wrong")
	errDisabled = errors.New("the account is disabled")
	errNoRole   = errors.New("its role is none of this program's")
)

// SignIn compares a password and begins a session. Whether the account exists, is disabled or has another password is told neither by the sentence
// nor by the time it takes. It fails with kind denied (with a cause Paused after too many failures), or unavailable if too many try at once or
// the store cannot be written to.
func (s *Service) SignIn(ctx context.Context, a Attempt) (Grant, error) {
	const op = "auth.SignIn"
	name := canonical(a.Name)
	account, found, err := s.accounts.Find(ctx, name)
	if err != nil {
		return Grant{}, err
	}
	try := attemptOf(name, a.Address, account)
	if wait := s.throttle.begin(try, s.options.Now()); wait > 0 {
		return Grant{}, denied(op, phrase.SignInPaused.With(int(math.Ceil(wait.Seconds()))), &Paused{wait})
	}
	good, stale, err := s.compare(ctx, a.Password, account)
	if err != nil {
		s.throttle.abandon(try, s.options.Now())
		return Grant{}, err
	}
	role, cause := roleOf(account, found, good)
	if cause != nil {
		s.noteFailures(name, found, try)
		return Grant{}, denied(op, phrase.SignInRefused.With(), cause)
	}
	s.throttle.succeed(try, s.options.Now())
	s.noteFailures(name, account.Failed > 0, try)
	if stale {
		s.rehash(ctx, account, a.Password)
	}
	return s.grant(ctx, account, role, a.Old)
}

// compare does the same work for every account and for none.
func (s *Service) compare(ctx context.Context, password string, account data.Account) (good, stale bool, err error) {
	text := account.Password
	if text == "" {
		text = s.hasher.nobody
	}
	good, stale, err = s.hasher.matches(ctx, password, text)
	if errors.Is(err, errKept) {
		s.options.Log.ErrorContext(ctx, errKept.Error(), "account", account.Name)
		good, stale, err = s.hasher.matches(ctx, password, s.hasher.nobody)
	}
	return good && account.Password != "", stale, err
}

func roleOf(account data.Account, found, good bool) (Role, error) {
	switch {
	case !found:
		return Public, errNobody
	case !good:
		return Public, errWrong
	case account.Disabled:
		return Public, errDisabled
	}
	return knownRole(account.Role)
}

func knownRole(name string) (Role, error) {
	role, err := ParseRole(name)
	if err != nil || role == Public {
		return Public, errNoRole
	}
	return role, nil
}

// noteFailures has the failures of an account written down when there is time.
func (s *Service) noteFailures(name string, differ bool, try attempt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if differ {
		s.marks.failed[name] = try
	}
}

// rehash keeps the password at today's cost. If that fails, the next sign-in does it.
func (s *Service) rehash(ctx context.Context, account data.Account, password string) {
	text, err := s.hasher.hash(ctx, password)
	if err == nil {
		_ = s.accounts.Change(ctx, account.Name, data.AccountChange{Password: &text, KeepSessions: true})
	}
}

// grant begins a session in place of the old one.
func (s *Service) grant(ctx context.Context, account data.Account, role Role, old string) (Grant, error) {
	secret, now := newSecret(), s.options.Now()
	session := data.Session{Hash: hashOf(secret), Account: account.Name, Epoch: account.Epoch, Created: now, Expires: now.Add(s.options.Lifetime), Seen: now}
	if err := s.accounts.Begin(ctx, session); err != nil {
		return Grant{}, readOnlySaid(err)
	}
	if old != "" {
		if err := s.SignOut(ctx, old); err != nil {
			return Grant{}, err
		}
	}
	return Grant{Identity{Account: account.Name, Role: role, Zones: account.Zones, Way: Session}, secret, session.Expires}, nil
}

// readOnlySaid says of a store that takes no session what that means to somebody who signs in.
func readOnlySaid(err error) error {
	var e *geo.Error
	if errors.As(err, &e) && e.Kind == geo.KindUnavailable {
		return geo.Unavailable("auth.SignIn", phrase.SignInUnkept.With(e.Text), err)
	}
	return err
}

// SignOut ends the session of a secret; one that is not there is no failure.
func (s *Service) SignOut(ctx context.Context, secret string) error {
	if !wellFormed(secret) {
		return nil
	}
	err := s.accounts.End(ctx, hashOf(secret))
	s.forget()
	return err
}

// canonical is a name as accounts are kept by: case and forms of a character make no other account.
func canonical(name string) string { return strings.ToLower(norm.NFC.String(strings.TrimSpace(name))) }

const secretBytes = 32

func newSecret() string { return base64.RawURLEncoding.EncodeToString(randomBytes(secretBytes)) }

func wellFormed(secret string) bool {
	return len(secret) == base64.RawURLEncoding.EncodedLen(secretBytes)
}

func hashOf(secret string) data.Hash { return sha256.Sum256([]byte(secret)) }

// Known is the account that a name typed at a sign-in means, if there is one. It is for the audit log: people type passwords into the box of the name.
func (s *Service) Known(ctx context.Context, typed string) (name string, known bool, err error) {
	account, known, err := s.accounts.Find(ctx, canonical(typed))
	return account.Name, known, err
}

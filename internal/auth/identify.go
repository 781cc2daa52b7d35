package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"beltmap/data"
	"beltmap/geo/phrase"
)

// remembered is who a secret was found to be, for so short a time that the end of a session or token is seen within a second.
type remembered struct {
	identity Identity
	until    time.Time
}

const (
	rememberFor   = 800 * time.Millisecond
	maxRemembered = 4096
)

// The causes of a refused token, for the log. Readers are not told which.
var (
	errMalformed = errors.New("the token is malformed")
	errUnknown   = errors.New("the token is unknown")
	errExpired   = errors.New("the token has expired")
	errRevoked   = errors.New("the token was revoked")
)

// Identify tells who asks: by a token (Authorization: Bearer), or else by the browser's session. A token that is not good fails with kind denied. A
// session that has ended is nobody, as is who shows nothing: browsers send cookies unasked, and what is public stays readable.
func (s *Service) Identify(r *http.Request) (Identity, error) {
	if secret, shown := bearer(r); shown {
		return s.byToken(r.Context(), secret)
	}
	if secret := s.cookie.of(r); secret != "" {
		return s.bySession(r.Context(), secret)
	}
	return Identity{}, nil
}

// bearer is the token that a request shows. Other schemes are somebody else's, such as a proxy's.
func bearer(r *http.Request) (secret string, shown bool) {
	for _, value := range r.Header.Values("Authorization") {
		scheme, rest, _ := strings.Cut(value, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			continue
		}
		if shown {
			return "", true // two: neither
		}
		secret, shown = strings.TrimSpace(rest), true
	}
	return secret, shown
}

func (s *Service) byToken(ctx context.Context, secret string) (Identity, error) {
	const op = "auth.Identify"
	if !wellFormed(secret) {
		return Identity{}, denied(op, phrase.TokenRefused.With(), errMalformed)
	}
	hash, now := hashOf(secret), s.options.Now()
	identity, turn, found := s.recall(hash, now)
	if found {
		return identity, nil
	}
	token, found, err := s.accounts.Token(ctx, hash)
	if err != nil {
		return Identity{}, err
	}
	role, cause := knownRole(token.Role)
	switch {
	case !found:
		cause = errUnknown
	case !token.Revoked.IsZero():
		cause = errRevoked
	case !now.Before(token.Expires):
		cause = errExpired
	}
	if cause != nil {
		return Identity{}, denied(op, phrase.TokenRefused.With(), cause)
	}
	identity = Identity{Account: TokenAccount(token.ID), Role: role, Zones: token.Zones, Way: Token}
	s.remember(hash, identity, turn, now, token.Expires)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.marks.tokens[hash] = now
	return identity, nil
}

// TokenAccount is how a token is named where an account is; no account can be called so.
func TokenAccount(id string) string { return "token:" + id }

func (s *Service) bySession(ctx context.Context, secret string) (Identity, error) {
	hash, now := hashOf(secret), s.options.Now()
	identity, turn, found := s.recall(hash, now)
	if found {
		return identity, nil
	}
	session, account, found, err := s.accounts.Session(ctx, hash)
	if err != nil || !found {
		return Identity{}, err
	}
	role, cause := knownRole(account.Role)
	idle := s.lastSeen(session).Add(s.options.Idle)
	if cause != nil || account.Disabled || !now.Before(session.Expires) || !now.Before(idle) {
		return Identity{}, nil
	}
	identity = Identity{Account: account.Name, Role: role, Zones: account.Zones, Way: Session}
	s.remember(hash, identity, turn, now, session.Expires)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.marks.sessions[hash] = now
	return identity, nil
}

// lastSeen is when a session was last used, whether that is written down yet or not.
func (s *Service) lastSeen(session data.Session) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at, marked := s.marks.sessions[session.Hash]; marked && at.After(session.Seen) {
		return at
	}
	return session.Seen
}

// recall is who a secret was found to be a moment ago, and the turn of which that is.
func (s *Service) recall(hash data.Hash, now time.Time) (identity Identity, turn int64, found bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, found := s.known[hash]
	if found && now.Before(r.until) {
		return r.identity, s.turn, true
	}
	return Identity{}, s.turn, false
}

// remember keeps what was found at a time, unless everything was forgotten since: then it may be out of date already.
func (s *Service) remember(hash data.Hash, identity Identity, turn int64, at, expires time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if turn != s.turn {
		return
	}
	if len(s.known) >= maxRemembered {
		clear(s.known)
	}
	until := at.Add(rememberFor)
	if expires.Before(until) {
		until = expires
	}
	s.known[hash] = remembered{identity, until}
}

// forget makes the next request of everybody look again.
func (s *Service) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turn++
	clear(s.known)
}

package auth

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// NewAccount is an account to be made, of a desk and never of a person.
type NewAccount struct {
	Name     string // case does not matter
	Role     Role
	Zones    geo.ZoneSet // not looked at for administrators
	Password string
}

// entered is the entry of the audit log for what becomes of an account or token. Each is written in the transaction of what it tells.
func entered(who geo.Actor, action geo.Action, object string, after any) geo.AuditEntry {
	e := geo.AuditEntry{Actor: who, Action: action, Object: object, Result: geo.ResultDone}
	if after != nil {
		text, _ := json.Marshal(after) // of texts and truths nothing fails
		e.After = string(text)
	}
	return e
}

// rights are what a role and its zones are in an entry.
func rights(role string, zones geo.ZoneSet) map[string]string {
	return map[string]string{"role": role, "zones": zones.String()}
}

func accountObject(name string) string { return "accounts/" + name }

// AddAccount makes an account, as somebody's doing, and returns the name it is kept by. It fails with kind invalid or conflict.
func (s *Service) AddAccount(ctx context.Context, who geo.Actor, a NewAccount) (name string, err error) {
	if name, err = accountName(a.Name); err != nil {
		return "", err
	}
	zones, err := checkRights(a.Role, a.Zones)
	if err != nil {
		return "", err
	}
	if err := checkPassword(name, a.Password); err != nil {
		return "", err
	}
	text, err := s.hasher.hash(ctx, a.Password)
	if err != nil {
		return "", err
	}
	now := s.options.Now()
	account := data.Account{Name: name, Role: a.Role.String(), Zones: zones, Password: text, Created: now, Changed: now}
	return name, s.accounts.Add(ctx, account, entered(who, geo.ActionUserAdded, accountObject(name), rights(account.Role, zones)))
}

// accountName is the name an account is kept by.
func accountName(typed string) (string, error) {
	name := canonical(typed)
	_, personal := geo.PersonalData(name)
	if n := utf8.RuneCountInString(name); n < 2 || n > 64 || !geo.ValidID(name) || strings.Contains(name, ":") || personal {
		return "", geo.Invalid("auth.accountName", phrase.AccountMalformed.With(typed))
	}
	return name, nil
}

// checkRights refuses a role that says nothing, and brings the zones of an administrator to what they mean.
func checkRights(role Role, zones geo.ZoneSet) (geo.ZoneSet, error) {
	const op = "auth.checkRights"
	switch {
	case role == Public || role >= numRoles:
		return zones, geo.Invalid(op, phrase.RoleUnknown.With(role.String(), strings.Join(roleNames[1:], ", ")))
	case role == Administrator:
		return geo.AllZones(), nil
	case zones.None():
		return zones, geo.Invalid(op, phrase.ZonesMissing.With(role.String()))
	}
	return zones, nil
}

// Accounts lists the accounts by name.
func (s *Service) Accounts(ctx context.Context) ([]data.Account, error) { return s.accounts.List(ctx) }

// SetPassword gives an account another password, which ends its sessions and its waiting. It fails with kind invalid, not_found, or conflict if a
// provider vouches for it.
func (s *Service) SetPassword(ctx context.Context, who geo.Actor, typed, password string) error {
	const op = "auth.SetPassword"
	name := canonical(typed)
	account, found, err := s.accounts.Find(ctx, name)
	switch {
	case err != nil:
		return err
	case !found:
		return geo.NotFound(op, phrase.AccountUnknown.With(name))
	case account.Provider != "":
		return geo.Conflict(op, phrase.PasswordElse.With(name))
	}
	if err := checkPassword(name, password); err != nil {
		return err
	}
	text, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.change(ctx, who, name, data.AccountChange{Password: &text, Failed: new(0), LockedUntil: new(time.Time{})}, map[string]string{"password": "changed"})
}

// SetRights gives an account another role and other zones, which ends its sessions.
func (s *Service) SetRights(ctx context.Context, who geo.Actor, typed string, role Role, zones geo.ZoneSet) error {
	zones, err := checkRights(role, zones)
	if err != nil {
		return err
	}
	return s.change(ctx, who, canonical(typed), data.AccountChange{Role: new(role.String()), Zones: &zones}, rights(role.String(), zones))
}

// SetDisabled shuts an account out, which ends its sessions, or lets it in again.
func (s *Service) SetDisabled(ctx context.Context, who geo.Actor, typed string, disabled bool) error {
	change := data.AccountChange{Disabled: &disabled, Failed: new(0), LockedUntil: new(time.Time{})}
	return s.change(ctx, who, canonical(typed), change, map[string]bool{"disabled": disabled})
}

func (s *Service) change(ctx context.Context, who geo.Actor, name string, change data.AccountChange, after any) error {
	change.At = s.options.Now()
	err := s.accounts.Change(ctx, name, change, entered(who, geo.ActionUserChanged, accountObject(name), after))
	s.forget()
	return err
}

// RemoveAccount removes an account and its sessions.
func (s *Service) RemoveAccount(ctx context.Context, who geo.Actor, typed string) error {
	name := canonical(typed)
	err := s.accounts.Remove(ctx, name, entered(who, geo.ActionUserRemoved, accountObject(name), nil))
	s.forget()
	return err
}

// NewToken is a token to be issued.
type NewToken struct {
	Role     Role
	Zones    geo.ZoneSet
	Note     string // what it is for
	Lifetime time.Duration
}

const (
	maxTokenDays = 366
	maxNote      = 200 // characters
)

// IssueToken makes a token, as somebody's doing. Its secret is returned this once and kept by nobody.
func (s *Service) IssueToken(ctx context.Context, who geo.Actor, t NewToken) (token data.Token, secret string, err error) {
	const op = "auth.IssueToken"
	zones, err := checkRights(t.Role, t.Zones)
	if err != nil {
		return token, "", err
	}
	_, personal := geo.PersonalData(t.Note)
	switch {
	case t.Lifetime < time.Minute || t.Lifetime > maxTokenDays*24*time.Hour:
		return token, "", geo.Invalid(op, phrase.TokenLifetime.With(maxTokenDays))
	case utf8.RuneCountInString(t.Note) > maxNote:
		return token, "", geo.Invalid(op, phrase.NoteLong.With(maxNote))
	case personal:
		return token, "", geo.Invalid(op, phrase.NotePersonal.With())
	}
	secret = newSecret()
	now := s.options.Now()
	token = data.Token{
		ID: strings.ToLower(rand.Text()[:10]), Hash: hashOf(secret), Role: t.Role.String(), Zones: zones, Note: t.Note,
		Created: now, Expires: now.Add(t.Lifetime),
	}
	if err := s.accounts.Issue(ctx, token, entered(who, geo.ActionTokenCreated, tokenObject(token.ID), rights(token.Role, zones))); err != nil {
		return data.Token{}, "", err
	}
	return token, secret, nil
}

func tokenObject(id string) string { return "tokens/" + id }

// Tokens lists the tokens, the newest first.
func (s *Service) Tokens(ctx context.Context) ([]data.Token, error) { return s.accounts.Tokens(ctx) }

// RevokeToken ends a token for good.
func (s *Service) RevokeToken(ctx context.Context, who geo.Actor, id string) error {
	id = strings.ToLower(id)
	err := s.accounts.Revoke(ctx, id, s.options.Now(), entered(who, geo.ActionTokenRevoked, tokenObject(id), nil))
	s.forget()
	return err
}

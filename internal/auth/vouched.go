package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/coreos/go-oidc/v3/oidc"
)

// admit is the account of a verified token, made when it comes for the first time and brought to what the token says each time. An account belongs to
// the subject it was made for: no token takes over a local account, nor that of another subject of the same name.
func (o *OpenID) admit(ctx context.Context, token *oidc.IDToken) (data.Account, Role, error) {
	const op = "auth.OpenID.admit"
	var claims map[string]any
	if err := token.Claims(&claims); err != nil {
		return data.Account{}, Public, denied(op, phrase.OpenIDRefused.With(), brief(err))
	}
	typed, _ := claims[o.options.NameClaim].(string)
	name, err := accountName(typed)
	if err != nil {
		return data.Account{}, Public, denied(op, phrase.OpenIDNameless.With(o.options.NameClaim), nil)
	}
	role, zones, err := o.rightsOf(claims)
	if err != nil {
		return data.Account{}, Public, denied(op, phrase.OpenIDRights.With(name), err)
	}
	account, err := o.upsert(ctx, data.Account{
		Name: name, Role: role.String(), Zones: zones, Provider: voucher(token), Created: o.service.options.Now(), Changed: o.service.options.Now(),
	})
	return account, role, err
}

// rightsOf are the highest role that the claims name, and the zones.
func (o *OpenID) rightsOf(claims map[string]any) (role Role, zones geo.ZoneSet, err error) {
	for _, text := range claimed(claims[o.options.RoleClaim]) {
		if r, err := ParseRole(text); err == nil { // other programs' roles may stand beside ours
			role = max(role, r)
		}
	}
	names := claimed(claims[o.options.ZonesClaim])
	if slices.Contains(names, geo.AllZones().String()) {
		zones = geo.AllZones()
	} else if zones, err = geo.ParseZones(strings.Join(names, ",")); err != nil {
		return Public, zones, err
	}
	zones, err = checkRights(role, zones)
	return role, zones, err
}

// voucher names who vouches for an account, without a word of who that is.
func voucher(token *oidc.IDToken) string {
	sum := sha256.Sum256([]byte(token.Issuer + "\x00" + token.Subject))
	return "oidc:" + hex.EncodeToString(sum[:16])
}

func (o *OpenID) upsert(ctx context.Context, want data.Account) (data.Account, error) {
	const op = "auth.OpenID.upsert"
	s := o.service
	who := geo.Actor{Account: want.Name, Role: want.Role} // brought about by its own sign-in, which is entered with its address
	made := entered(who, geo.ActionUserAdded, accountObject(want.Name), rights(want.Role, want.Zones))
	if err := s.accounts.Add(ctx, want, made); err != nil && geo.KindOf(err) != geo.KindConflict {
		return data.Account{}, readOnlySaid(err)
	}
	have, found, err := s.accounts.Find(ctx, want.Name)
	switch {
	case err != nil:
		return data.Account{}, err
	case !found:
		return data.Account{}, denied(op, phrase.SignInRefused.With(), errNobody)
	case have.Provider != want.Provider:
		return data.Account{}, denied(op, phrase.OpenIDTaken.With(want.Name), errors.New("the account is local, or another subject's"))
	case have.Disabled:
		return data.Account{}, denied(op, phrase.SignInRefused.With(), errDisabled)
	case have.Role == want.Role && have.Zones == want.Zones:
		return have, nil
	}
	if err := s.change(ctx, who, want.Name, data.AccountChange{Role: &want.Role, Zones: &want.Zones}, rights(want.Role, want.Zones)); err != nil {
		return data.Account{}, readOnlySaid(err)
	}
	have, _, err = s.accounts.Find(ctx, want.Name)
	return have, err
}

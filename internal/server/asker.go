package server

import (
	"context"
	"net/http"
	"net/url"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/internal/auth"
)

// Authenticator tells who a request is from.
type Authenticator interface {
	// Identify is who asks: the public if the request shows nothing. What it shows and does not hold is an error of kind denied, what cannot
	// be read one of kind invalid.
	Identify(r *http.Request) (auth.Identity, error)
}

// asker is whoever asks, and what it may see.
type asker struct {
	auth.Identity
	sight geo.Sight
}

// askerOf is whoever asks: every handler learns it here and nowhere else. A request that nobody is known to have sent is the public's.
func askerOf(r *http.Request) asker {
	who, _ := r.Context().Value(askerKey{}).(asker)
	return who
}

type askerKey struct{}

// identify finds out who asks and hands it to the handlers with the request, which is left alone for the public. A bearer token that does not
// hold is refused, for a script must not take the public's answer for its own; a cookie that does not is no cookie, or a page
// could not be opened in which to sign in again.
func (s *Server) identify(r *http.Request) (*http.Request, error) {
	who := asker{}
	if s.options.Auth != nil {
		identity, err := s.options.Auth.Identify(r)
		switch {
		case err == nil:
			who = asker{identity, identity.Sight()}
		case geo.KindOf(err) != geo.KindDenied || r.Header.Get("Authorization") != "":
			return nil, unidentified(err)
		}
	}
	if s.options.Internal {
		if who.Role == auth.Public {
			who.Identity = auth.Identity{Role: auth.Viewer, Zones: geo.AllZones(), Way: auth.Intranet}
		}
		who.sight = geo.FullSight() // nobody sees less for having signed in
	}
	if !who.sight.Internal.All() {
		who.sight.Kept = s.app.Settled().Kept()
	}
	if who == (asker{}) {
		return r, nil
	}
	return r.WithContext(context.WithValue(r.Context(), askerKey{}, who)), nil
}

// The challenges of RFC 6750: what a client that was refused may do about it.
const (
	challenge          = `Bearer realm="beltmap"`
	challengeToken     = challenge + `, error="invalid_token"`
	challengeRequest   = challenge + `, error="invalid_request"`
	challengeTooLittle = challenge + `, error="insufficient_scope"`
)

// unidentified is the answer to a request of which it cannot be told whose it is.
func unidentified(err error) error {
	f := *faultOf(err)
	switch geo.KindOf(err) {
	case geo.KindDenied:
		f.kind, f.challenge = problemSignIn, challengeToken
	case geo.KindInvalid:
		f.challenge = challengeRequest
	}
	return &f
}

// mustBe refuses whoever has a lesser role: the public may sign in, others may not.
func (a asker) mustBe(least auth.Role) error {
	switch {
	case a.Role >= least:
		return nil
	case a.Role == auth.Public:
		return &fault{kind: problemSignIn, text: phrase.SignInNeeded.With(), challenge: challenge}
	}
	f := &fault{kind: problemDenied, text: phrase.RoleTooLittle.With(least.String(), a.Role.String())}
	if a.Way == auth.Token {
		f.challenge = challengeTooLittle
	}
	return f
}

// actor is the asker as the audit log has it.
func (a asker) actor(r *http.Request) geo.Actor {
	return geo.Actor{Account: a.Account, Role: a.Role.String(), Address: addressOf(r)}
}

// tag names the sight within tags of answers: printable ASCII without commas, which separate tags.
func (a asker) tag() string { return url.QueryEscape(a.sight.String()) }

// varyAs is what else an answer depends on that is not the public's.
const varyAs = ", Authorization, Cookie"

// keeping says who may keep an answer that depends on some headers of the request: anybody if it is the public's, else the asker alone.
func (a asker) keeping(h http.Header, vary string) {
	if a.Role == auth.Public {
		h["Vary"], h["Cache-Control"] = []string{vary}, []string{"no-cache"}
		return
	}
	h["Vary"], h["Cache-Control"] = []string{vary + varyAs}, []string{"private, no-cache"}
}

// zones are the zones in which the asker's role holds, "*" for all of them.
func (a asker) zones() []string {
	switch {
	case a.Role == auth.Administrator || a.Zones.All():
		return []string{geo.AllZones().String()}
	case a.Zones.None():
		return []string{}
	}
	return a.Zones.List()
}

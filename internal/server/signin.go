package server

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math"
	"mime"
	"net/http"
	"strconv"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/internal/auth"
)

// The refusals that only signing in knows.
var (
	problemSignInRefused = &problemKind{"sign-in-refused", http.StatusUnauthorized, phrase.TitleSignInRefused}
	problemSignInPaused  = &problemKind{"sign-in-paused", http.StatusTooManyRequests, phrase.TitleSignInPaused}
)

// callbackPath is where an identity provider sends browsers back to.
const callbackPath = "/api/session/oidc/callback"

// session is the asker's session: to look at, to begin and to end.
func (s *Server) session(w http.ResponseWriter, r *http.Request) error {
	if s.options.SignIn == nil {
		return notFoundPath(r.URL.Path)
	}
	if _, err := plainRequest(r, "json"); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	switch r.Method {
	case http.MethodPost:
		return s.signIn(w, r)
	case http.MethodDelete:
		return s.signOut(w, r)
	}
	return s.answerSession(w, askerOf(r).Identity)
}

// sessionAnswer is who asks, as the page needs to know it.
type sessionAnswer struct {
	Account string   `json:"account"` // "" for the public
	Role    string   `json:"role"`
	Zones   []string `json:"zones"` // ["*"] for every zone
	Way     string   `json:"way"`
	OpenID  bool     `json:"oidc"` // an identity provider can be asked at /api/session/oidc
}

func (s *Server) answerSession(w http.ResponseWriter, who auth.Identity) error {
	body, err := json.Marshal(sessionAnswer{who.Account, who.Role.String(), asker{Identity: who}.zones(), who.Way.String(), s.options.OpenID != nil})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", jsonType)
	_, err = w.Write(append(body, '\n'))
	return clientGone(err)
}

// credentials are what a desk signs in with.
type credentials struct {
	Account  string `json:"account"`
	Password string `json:"password"`
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	if err := s.options.SignIn.CrossOrigin(r); err != nil {
		return err
	}
	given, err := readCredentials(r)
	if err != nil {
		return err
	}
	grant, err := s.options.SignIn.SignIn(r.Context(), auth.Attempt{
		Name: given.Account, Password: given.Password, Address: addressOf(r), Old: s.options.SignIn.Secret(r),
	})
	if err != nil {
		s.enterSignInRefused(r, given.Account, err)
		return s.signInFault(w, r, err)
	}
	if err := s.enterSignIn(r, grant); err != nil {
		return err
	}
	http.SetCookie(w, s.options.SignIn.Cookie(grant))
	return s.answerSession(w, grant.Identity)
}

// readCredentials reads the body of a sign-in. It must say that it is JSON, which no form of another site can.
func readCredentials(r *http.Request) (c credentials, err error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if kind != jsonType || decoder.Decode(&c) != nil || !errors.Is(decoder.Decode(&struct{}{}), io.EOF) {
		return credentials{}, &fault{kind: problemInvalid, text: phrase.CredentialsMalformed.With()} // without a cause, which could quote the password
	}
	return c, nil
}

// signInFault is the answer to a sign-in that failed, and a line for the operator, which does not say what was typed: it may be a password.
func (s *Server) signInFault(w http.ResponseWriter, r *http.Request, err error) error {
	if geo.KindOf(err) != geo.KindDenied {
		return err
	}
	f := *faultOf(err)
	f.kind = problemSignInRefused
	var paused *auth.Paused
	if errors.As(err, &paused) {
		f.kind = problemSignInPaused
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(paused.Wait.Seconds()))))
	} else {
		w.Header().Set("WWW-Authenticate", `Session realm="beltmap"`) // a scheme that no browser asks a password for
	}
	var cause string
	if e := (*geo.Error)(nil); errors.As(err, &e) && e.Err != nil {
		cause = e.Err.Error()
	}
	s.log.LogAttrs(r.Context(), slog.LevelInfo, "sign-in refused", slog.String("address", addressOf(r)), slog.String("cause", cause))
	return &f
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := s.options.SignIn.CrossOrigin(r); err != nil {
		return err
	}
	if secret := s.options.SignIn.Secret(r); secret != "" {
		if err := s.options.SignIn.SignOut(r.Context(), secret); err != nil {
			return err
		}
		if who := askerOf(r); who.Way == auth.Session {
			s.enterSome(r, geo.AuditEntry{Actor: who.actor(r), Action: geo.ActionSignOut, Object: "accounts/" + who.Account, Result: geo.ResultDone})
		}
	}
	http.SetCookie(w, s.options.SignIn.NoCookie())
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// openIDBegin sends the browser to the identity provider. `back` says where it wants to be afterwards.
func (s *Server) openIDBegin(w http.ResponseWriter, r *http.Request) error {
	if s.options.OpenID == nil {
		return notFoundPath(r.URL.Path)
	}
	to, cookie, err := s.options.OpenID.Begin(r.Context(), r.URL.Query().Get("back"))
	if err != nil {
		return err
	}
	http.SetCookie(w, cookie)
	return away(w, to)
}

// openIDFinish takes the browser back, signed in.
func (s *Server) openIDFinish(w http.ResponseWriter, r *http.Request) error {
	if s.options.OpenID == nil {
		return notFoundPath(r.URL.Path)
	}
	w.Header().Set("Cache-Control", "no-store")
	http.SetCookie(w, s.options.OpenID.NoCookie())
	grant, back, err := s.options.OpenID.Finish(r)
	if err != nil {
		s.enterSignInRefused(r, "", err)
		return s.signInFault(w, r, err)
	}
	if err := s.enterSignIn(r, grant); err != nil {
		return err
	}
	http.SetCookie(w, s.options.SignIn.Cookie(grant))
	if back == "/" { // which is elsewhere, where there is a base path
		back = s.options.BasePath + "/"
	}
	return away(w, back)
}

// away sends the browser elsewhere, without a word of where it was.
func away(w http.ResponseWriter, to string) error {
	h := w.Header()
	h.Set("Location", to)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

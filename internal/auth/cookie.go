package auth

import (
	"net/http"
	"strings"
)

// cookie is how a browser keeps a secret: never readable by scripts, never sent along from another site's forms, and where there is TLS never without
// it. A name that begins with __Host- or __Secure- is one that no other host and no page without TLS can set.
type cookie struct {
	name   string
	path   string
	secure bool
}

func cookieOf(secure bool, basePath string) cookie {
	path := "/" + strings.Trim(basePath, "/")
	switch {
	case !secure:
		return cookie{"beltmap-session", path, false}
	case path == "/":
		return cookie{"__Host-beltmap-session", path, true}
	}
	return cookie{"__Secure-beltmap-session", path, true} // __Host- allows no path but /, where others on the host would be sent it
}

// named is a cookie of the same kind for another purpose.
func (c cookie) named(purpose string) cookie {
	c.name = strings.TrimSuffix(c.name, "session") + purpose
	return c
}

func (c cookie) with(secret string) *http.Cookie {
	return &http.Cookie{Name: c.name, Value: secret, Path: c.path, Secure: c.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

func (c cookie) without() *http.Cookie {
	gone := c.with("")
	gone.MaxAge = -1
	return gone
}

// of is the secret a request shows, "" if none. Two of one name are none: one of them was put there by somebody else.
func (c cookie) of(r *http.Request) string {
	shown := r.CookiesNamed(c.name)
	if len(shown) != 1 || !wellFormed(shown[0].Value) {
		return ""
	}
	return shown[0].Value
}

// Cookie is what a browser is given when it signs in. It ends with the browser, or with the session.
func (s *Service) Cookie(g Grant) *http.Cookie { return s.cookie.with(g.Secret) }

// NoCookie takes the cookie back.
func (s *Service) NoCookie() *http.Cookie { return s.cookie.without() }

// Secret is the secret of the session that a request shows, "" if none, to be ended or replaced.
func (s *Service) Secret(r *http.Request) string { return s.cookie.of(r) }

// Package authtest is a small identity provider with real keys, over real HTTP on this machine, to hold signing in to. It knows nothing of beltmap.
package authtest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

// Issuer is the identity provider. It keeps to the standards unless a test spoils what it says.
type Issuer struct {
	*httptest.Server
	mu     sync.Mutex
	keys   map[string]crypto.Signer            // by their id, those that it publishes
	signs  string                              // the id of the one it signs with
	codes  map[string]url.Values               // what was asked for, by the code that answers it
	Claims map[string]any                      // what it says of everyone
	Spoil  func(header, claims map[string]any) // changes what a token says before it is signed
	asked  int                                 // requests for its keys
	now    func() time.Time
}

// The one client that the issuer knows.
const (
	ClientID     = "beltmap"
	ClientSecret = "a secret of the client"
)

// NewIssuer starts an issuer for the length of a test, with a clock of its own.
func NewIssuer(t testing.TB, now func() time.Time) *Issuer {
	t.Helper()
	i := &Issuer{keys: map[string]crypto.Signer{}, codes: map[string]url.Values{}, now: now, Claims: map[string]any{
		"sub": "7c0e", "preferred_username": "Planning-CZ", "beltmap_role": "editor", "beltmap_zones": []string{"CZ", "NG"},
	}}
	mux := http.NewServeMux()
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]any{
			"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256", "ES256", "none", "HS256"},
		})
	})
	mux.HandleFunc("GET /authorize", i.authorize)
	mux.HandleFunc("POST /token", i.token)
	mux.HandleFunc("GET /keys", i.publish)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	i.keys["first"], i.signs = key, "first"
	return i
}

// KeysAsked is how often the keys were fetched.
func (i *Issuer) KeysAsked() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.asked
}

// Impersonate puts another issuer's key in place of this one's, under the same name.
func (i *Issuer) Impersonate(other *Issuer) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.keys[i.signs] = other.keys[other.signs]
}

// Rotate signs with a new key of another kind from now on, and forgets the old one.
func (i *Issuer) Rotate(t testing.TB) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.keys, i.signs = map[string]crypto.Signer{"second": key}, "second"
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func (i *Issuer) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	code := rand.Text()
	i.mu.Lock()
	i.codes[code] = q
	i.mu.Unlock()
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {i.URL}}.Encode(), http.StatusFound)
}

func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	code := r.PostFormValue("code")
	asked, known := i.codes[code]
	delete(i.codes, code)
	id, secret, _ := r.BasicAuth()
	id, _ = url.QueryUnescape(id)
	secret, _ = url.QueryUnescape(secret)
	challenge := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !known || id != ClientID || secret != ClientSecret || asked.Get("code_challenge") != b64(challenge[:]) || asked.Get("code_challenge_method") != "S256" ||
		r.PostFormValue("redirect_uri") != asked.Get("redirect_uri") {
		answer(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": "the code was " + code})
		return
	}
	header := map[string]any{"kid": i.signs, "alg": "RS256"}
	if _, elliptic := i.keys[i.signs].(*ecdsa.PrivateKey); elliptic {
		header["alg"] = "ES256"
	}
	claims := maps.Clone(i.Claims)
	now := i.now()
	claims["iss"], claims["aud"], claims["nonce"], claims["iat"], claims["exp"] = i.URL, ClientID, asked.Get("nonce"), now.Unix(), now.Add(time.Minute).Unix()
	if i.Spoil != nil {
		i.Spoil(header, claims)
	}
	answer(w, http.StatusOK, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "id_token": i.sign(header, claims)})
}

func (i *Issuer) sign(header, claims map[string]any) string {
	part := func(v any) string {
		text, _ := json.Marshal(v)
		return b64(text)
	}
	text := part(header) + "." + part(claims)
	sum := sha256.Sum256([]byte(text))
	var signature []byte
	switch key := i.keys[i.signs].(type) {
	case *rsa.PrivateKey:
		signature, _ = rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	case *ecdsa.PrivateKey:
		r, s, _ := ecdsa.Sign(rand.Reader, key, sum[:])
		signature = append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	}
	if header["alg"] == "none" {
		signature = nil
	}
	return text + "." + b64(signature)
}

func (i *Issuer) publish(w http.ResponseWriter, _ *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.asked++
	keys := []map[string]string{}
	for id, key := range i.keys {
		switch public := key.Public().(type) {
		case *rsa.PublicKey:
			keys = append(keys, map[string]string{"kty": "RSA", "use": "sig", "kid": id, "n": b64(public.N.Bytes()), "e": b64(big.NewInt(int64(public.E)).Bytes())})
		case *ecdsa.PublicKey:
			point, _ := public.Bytes() // 4, then x and y
			keys = append(keys, map[string]string{"kty": "EC", "crv": "P-256", "use": "sig", "kid": id, "x": b64(point[1:33]), "y": b64(point[33:])})
		}
	}
	answer(w, http.StatusOK, map[string]any{"keys": keys})
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

package main

import (
	"errors"
	"io"
	"net/url"
	"os"
	"strings"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/internal/auth"
)

// signInFlags say who vouches for accounts besides their passwords. The client's secret has no flag, for command lines can be seen: it is in the
// environment or in a file.
type signInFlags struct {
	OIDCIssuer     string `name:"oidc-issuer" help:"${flag_oidc_issuer}" placeholder:"URL"`
	OIDCClient     string `name:"oidc-client" help:"${flag_oidc_client}" placeholder:"ID"`
	OIDCSecretFile string `name:"oidc-secret-file" help:"${flag_oidc_secret_file}" placeholder:"FILE"`
	OIDCNameClaim  string `name:"oidc-name-claim" help:"${flag_oidc_name_claim}" default:"preferred_username" placeholder:"CLAIM"`
	OIDCRoleClaim  string `name:"oidc-role-claim" help:"${flag_oidc_role_claim}" default:"beltmap_role" placeholder:"CLAIM"`
	OIDCZonesClaim string `name:"oidc-zones-claim" help:"${flag_oidc_zones_claim}" default:"beltmap_zones" placeholder:"CLAIM"`
}

// oidcSecret is the variable of the client's secret.
const oidcSecret = "BELTMAP_OIDC_SECRET"

// services are what signs in: by the file's accounts, and by the identity provider, nil if none is named.
func (f *signInFlags) services(s *session, accounts data.Accounts, publicURL, basePath string, tls bool) (*auth.Service, *auth.OpenID, error) {
	o := auth.Options{Accounts: accounts, Log: s.log, Secure: tls, BasePath: basePath}
	if public, err := url.Parse(publicURL); err == nil && public.Host != "" {
		o.Secure, o.BasePath, o.Origins = tls || public.Scheme == "https", public.Path, []string{public.Scheme + "://" + public.Host}
	}
	service, err := auth.New(o)
	if err != nil || f.OIDCIssuer == "" {
		return service, nil, err
	}
	if publicURL == "" {
		return nil, nil, misuse(phrase.UsageMissing.With("--public-url"))
	}
	secret, err := s.secret(oidcSecret, f.OIDCSecretFile)
	if err != nil {
		return nil, nil, err
	}
	provider, err := auth.NewOpenID(service, auth.OpenIDOptions{
		Issuer: f.OIDCIssuer, ClientID: f.OIDCClient, ClientSecret: secret, Redirect: strings.TrimSuffix(publicURL, "/") + "/api/session/oidc/callback",
		NameClaim: f.OIDCNameClaim, RoleClaim: f.OIDCRoleClaim, ZonesClaim: f.OIDCZonesClaim,
	})
	return service, provider, err
}

const maxSecret = 8 << 10 // bytes of the secret's file

// secret is what an environment variable holds, else a file, "" if neither is there. Secrets have no flags, for command lines can be seen.
func (s *session) secret(variable, path string) (string, error) {
	if value, set := s.env(variable); set && value != "" {
		return value, nil
	}
	if path == "" {
		return "", nil
	}
	file, err := os.Open(path)
	if err == nil {
		defer file.Close()
		var text []byte
		if text, err = io.ReadAll(io.LimitReader(file, maxSecret)); err == nil && len(strings.TrimSpace(string(text))) == 0 {
			err = errors.New("it is empty")
		}
		if err == nil {
			return strings.TrimSpace(string(text)), nil
		}
	}
	return "", &geo.Error{Kind: geo.KindUnavailable, Op: "beltmap.secret", Text: phrase.SecretUnreadable.With(path), Err: err}
}

package main

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"

	"beltmap/geo/phrase"
	"beltmap/internal/server"
)

// reachFlags say by which way clients come, and how much each may ask for.
type reachFlags struct {
	BasePath       string  `help:"${flag_base_path}" placeholder:"/PATH"`
	TrustedProxies string  `help:"${flag_proxies}" placeholder:"CIDR,…"`
	RateReads      float64 `help:"${flag_rate_reads}" default:"300" placeholder:"N"`
	RateWrites     float64 `help:"${flag_rate_writes}" default:"10" placeholder:"N"`
	Listeners      int     `help:"${flag_listeners}" default:"4096" placeholder:"N"`
}

// reach is what the flags say to the server. The base path is that of the public URL unless it is given: "/" for a proxy that takes it away.
func (f *reachFlags) reach(publicURL string) (server.Options, error) {
	o := server.Options{Limits: server.Limits{Reads: f.RateReads, Writes: f.RateWrites}, MaxListeners: f.Listeners}
	if f.RateReads < 0 || f.RateReads > 1e6 {
		return o, misuse(phrase.UsageMistyped.With("--rate-reads", f.RateReads))
	}
	if f.RateWrites < 0 || f.RateWrites > 1e6 {
		return o, misuse(phrase.UsageMistyped.With("--rate-writes", f.RateWrites))
	}
	if f.Listeners < 1 || f.Listeners > 1e6 {
		return o, misuse(phrase.UsageMistyped.With("--listeners", f.Listeners))
	}
	for _, text := range strings.FieldsFunc(f.TrustedProxies, func(c rune) bool { return c == ',' || c == ' ' }) {
		network, err := netip.ParsePrefix(text)
		if one, failed := netip.ParseAddr(text); failed == nil {
			network, err = one.Prefix(one.BitLen())
		}
		if err != nil {
			return o, misuse(phrase.ProxiesMalformed.With(text))
		}
		o.TrustedProxies = append(o.TrustedProxies, network.Masked())
	}
	path := f.BasePath
	if public, err := url.Parse(publicURL); err == nil && path == "" {
		path = public.Path
	}
	path = strings.TrimSuffix(path, "/")
	if path != "" && !regexp.MustCompile(`^(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$`).MatchString(path) {
		return o, misuse(phrase.BasePathMalformed.With(path))
	}
	o.BasePath = path
	return o, nil
}

package server

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// forwarded is what a trusted proxy says of the request it passes on.
type forwarded struct {
	address string // of the client
	scheme  string // the client's, "" if it is not said
}

type forwardedKey struct{}

func forwardedOf(r *http.Request) (forwarded, bool) {
	f, is := r.Context().Value(forwardedKey{}).(forwarded)
	return f, is
}

// addressOf is where a request comes from: the peer, or the client that a trusted proxy names.
func addressOf(r *http.Request) string {
	if f, is := forwardedOf(r); is && f.address != "" {
		return f.address
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// passedOn is the request as the client sent it, if a trusted proxy passed it on; what anybody else says in those headers is not listened to.
// Of the addresses named, the client's is the last that is no trusted proxy's, for those before it may be anybody's invention.
func (s *Server) passedOn(r *http.Request) *http.Request {
	if len(s.options.TrustedProxies) == 0 {
		return r
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !s.trusts(peer.Addr()) {
		return r
	}
	hops, scheme, host := hopsOf(r.Header)
	f := forwarded{address: s.clientAmong(hops)}
	if scheme == "http" || scheme == "https" {
		f.scheme = scheme
	}
	r = r.WithContext(context.WithValue(r.Context(), forwardedKey{}, f))
	if isHost(host) {
		r.Host = host // a copy's: links, and what counts as another origin, are by it
	}
	return r
}

func (s *Server) trusts(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return slices.ContainsFunc(s.options.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// clientAmong goes through the hops from the nearest on; what cannot be read ends the way, "" if at once.
func (s *Server) clientAmong(hops []string) (client string) {
	for _, hop := range slices.Backward(hops) {
		a, ok := hopAddress(hop)
		if !ok {
			return client
		}
		client = a.String()
		if !s.trusts(a) {
			return client
		}
	}
	return client
}

// hopsOf are the addresses, scheme and host of X-Forwarded-For, -Proto and -Host, and where the first is absent of RFC 7239's Forwarded. Where a
// list says a scheme or host, the nearest proxy's is the last.
func hopsOf(h http.Header) (hops []string, scheme, host string) {
	scheme, host = lastOf(h, "X-Forwarded-Proto"), lastOf(h, "X-Forwarded-Host")
	if given := h.Values("X-Forwarded-For"); len(given) > 0 {
		return strings.Split(strings.Join(given, ","), ","), scheme, host
	}
	for _, element := range strings.Split(strings.Join(h.Values("Forwarded"), ","), ",") {
		hop := ""
		for _, pair := range strings.Split(element, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
			switch value = strings.Trim(value, `"`); strings.ToLower(name) {
			case "for":
				hop = value
			case "proto":
				scheme = strings.ToLower(value)
			case "host":
				host = value
			}
		}
		hops = append(hops, hop)
	}
	return hops, scheme, host
}

func lastOf(h http.Header, name string) string {
	all := strings.Join(h.Values(name), ",")
	return strings.ToLower(strings.TrimSpace(all[strings.LastIndexByte(all, ',')+1:]))
}

// hopAddress reads an address with or without port and brackets.
func hopAddress(hop string) (netip.Addr, bool) {
	hop = strings.TrimSpace(hop)
	if at, err := netip.ParseAddrPort(hop); err == nil {
		return at.Addr().Unmap().WithZone(""), true
	}
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(hop, "["), "]"))
	return a.Unmap().WithZone(""), err == nil
}

// isHost tells whether a text can stand in a link as host and port.
func isHost(text string) bool {
	return text != "" && len(text) <= 255 && !strings.ContainsFunc(text, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune(".-:[]_", c))
	})
}

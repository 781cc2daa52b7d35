package main

import (
	"context"
	"crypto/tls"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

const (
	certificateLook = time.Minute
	// strictTransport tells browsers to come by TLS only, for a year: also after the certificate was renewed, and not for names beside this one.
	strictTransport = "max-age=31536000"
)

// certificate is that of the files, as they were last found good.
type certificate struct {
	session         *session
	certFile, key   string
	current         atomic.Pointer[tls.Certificate]
	certInfo, kInfo os.FileInfo // as they were last looked at
}

// certificate reads the files of --tls-cert and --tls-key; nil without them.
func (c *serveCommand) certificate(s *session) (*certificate, error) {
	switch {
	case c.TLSCert == "" && c.TLSKey == "":
		return nil, nil
	case c.TLSCert == "":
		return nil, misuse(phrase.UsageMissing.With("--tls-cert"))
	case c.TLSKey == "":
		return nil, misuse(phrase.UsageMissing.With("--tls-key"))
	}
	cert := &certificate{session: s, certFile: c.TLSCert, key: c.TLSKey}
	cert.changed()
	return cert, cert.load()
}

// load takes the files if they are a certificate and its key. What is in them is never said.
func (c *certificate) load() error {
	const op = "beltmap.certificate"
	var text [2][]byte
	for i, path := range []string{c.certFile, c.key} {
		var err error
		if text[i], err = os.ReadFile(path); err != nil {
			return geo.Unavailable(op, phrase.TLSUnreadable.With(path), err)
		}
	}
	pair, err := tls.X509KeyPair(text[0], text[1])
	if err != nil {
		return &geo.Error{Kind: geo.KindInvalid, Op: op, Text: phrase.TLSNoPair.With(c.certFile, c.key), Err: err}
	}
	c.current.Store(&pair)
	return nil
}

// changed tells whether the files are other than they were when it was last asked.
func (c *certificate) changed() bool {
	was := [2]os.FileInfo{c.certInfo, c.kInfo}
	c.certInfo, _ = os.Stat(c.certFile)
	c.kInfo, _ = os.Stat(c.key)
	return !sameInfo(was[0], c.certInfo) || !sameInfo(was[1], c.kInfo)
}

func sameInfo(a, b fs.FileInfo) bool {
	if a == nil || b == nil {
		return a == b
	}
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// follow looks once a minute, and whenever the process gets SIGHUP, whether the files were replaced. New ones that cannot be used are said in the log,
// and the old certificate stays.
func (c *certificate) follow(ctx context.Context) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	tick := time.NewTicker(certificateLook)
	defer tick.Stop()
	for {
		asked := false
		select {
		case <-ctx.Done():
			return
		case <-hangup:
			asked = true
		case <-tick.C:
		}
		if !c.changed() && !asked {
			continue
		}
		if err := c.load(); err != nil {
			c.session.log.Warn(phrase.TLSKept.With(saidBy(err)).In(c.session.lang))
			continue
		}
		c.session.log.Info(phrase.TLSLoaded.With(c.certFile).In(c.session.lang))
	}
}

// listener does TLS on another listener, and HTTP/2 where the client can.
func (c *certificate) listener(l net.Listener) net.Listener {
	return tls.NewListener(l, &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.current.Load(), nil },
	})
}

// strict adds to every answer that browsers should come by TLS only.
func strict(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", strictTransport)
		h.ServeHTTP(w, r)
	})
}

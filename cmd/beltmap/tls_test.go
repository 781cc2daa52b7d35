package main_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// selfMade writes a certificate for 127.0.0.1 and its key as PEM files.
func selfMade(t *testing.T, folder string, serial int64) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, "cert.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
	write(t, folder, "key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})))
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

// over asks for the start page by TLS, trusting one certificate only, and gives the answer, its body read.
func over(s *site, trusted *x509.Certificate) (*http.Response, error) {
	pool := x509.NewCertPool()
	pool.AddCert(trusted)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true, DisableKeepAlives: true}
	response, err := (&http.Client{Transport: transport}).Get(s.url + "/api")
	if err == nil {
		_ = response.Body.Close()
	}
	return response, err
}

func TestTheServerSpeaksTLSAndTakesANewCertificateWithoutARestart(t *testing.T) {
	folder := t.TempDir()
	first := selfMade(t, folder, 1)
	s := serve(t, folder, "--tls-cert", "cert.pem", "--tls-key", "key.pem")
	if !strings.HasPrefix(s.url, "https://") {
		t.Fatal(s.url)
	}
	response, err := over(s, first)
	if err != nil {
		t.Fatal(err)
	}
	if response.ProtoMajor != 2 || response.StatusCode != http.StatusOK || response.Header.Get("Strict-Transport-Security") != "max-age=31536000" {
		t.Errorf("%s %s %v", response.Proto, response.Status, response.Header)
	}
	if plain, err := http.Get("http" + strings.TrimPrefix(s.url, "https") + "/api"); err != nil || plain.StatusCode != http.StatusBadRequest {
		t.Error(plain, err)
	}
	hangUp := func() { _ = s.cmd.Process.Signal(syscall.SIGHUP) }
	write(t, folder, "key.pem", "no key")
	hangUp()
	for end := time.Now().Add(10 * time.Second); !strings.Contains(s.stderr.String(), "stays as it was") && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	if _, err := over(s, first); err != nil {
		t.Fatal("a bad key took the good one's place:", err)
	}
	second := selfMade(t, folder, 2)
	hangUp()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, err = over(s, second); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
	if _, err := over(s, first); err == nil {
		t.Error("the old certificate is still used")
	}
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
	log := s.stderr.String()
	if s.cmd.ProcessState.ExitCode() != 0 || !strings.Contains(log, "the certificate stays as it was: cert.pem and key.pem are no certificate") || !strings.Contains(log, "cert.pem is used from now on") || strings.Contains(log, "no key\n") {
		t.Error(s.cmd.ProcessState, log)
	}
}

func TestFilesThatAreNoCertificateAreOneSentence(t *testing.T) {
	folder := t.TempDir()
	selfMade(t, folder, 1)
	write(t, folder, "other.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
	at := []string{"serve", "--listen", "127.0.0.1:0"}
	beltmap(t, folder, append(at, "--tls-cert", "cert.pem", "--tls-key", "other.pem")...).sentence(t, "cert.pem and other.pem are no certificate and its key")
	beltmap(t, folder, append(at, "--tls-cert", filepath.Join("no", "cert.pem"), "--tls-key", "key.pem")...).sentence(t, "no/cert.pem cannot be read")
	beltmap(t, folder, append(at, "--tls-cert", "cert.pem")...).says(t, 2, "--tls-key is missing")
}

package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"beltmap/internal/auth"
	"github.com/klauspost/compress/gzip"
)

const (
	gzipLevel   = 3    // with klauspost, 8× faster than the standard library's 6 for 3.6 % more bytes
	gzipFromLen = 1024 // below it, compressing saves no packet
)

// link is a link of RFC 8288 as OGC API documents write them.
type link struct {
	Href     string `json:"href"`
	Rel      string `json:"rel"`
	Type     string `json:"type,omitempty"`
	Title    string `json:"title,omitempty"`
	Hreflang string `json:"hreflang,omitempty"`
}

// buffers are reused between answers.
type buffers struct {
	bodies sync.Pool // *[]byte
	gzips  sync.Pool // *gzip.Writer
	gaps   sync.Pool // *gapScratch
}

func (p *buffers) body() *[]byte {
	if b, ok := p.bodies.Get().(*[]byte); ok {
		*b = (*b)[:0]
		return b
	}
	b := make([]byte, 0, 64<<10)
	return &b
}

const mostKept = 2 << 20 // a rare giant must not stay

func (p *buffers) release(b *[]byte) {
	if cap(*b) <= mostKept {
		p.bodies.Put(b)
	}
}

func (p *buffers) gapScratch() *gapScratch {
	if s, ok := p.gaps.Get().(*gapScratch); ok {
		return s
	}
	return new(gapScratch)
}

func (p *buffers) releaseGaps(s *gapScratch) {
	if cap(s.text) <= mostKept {
		p.gaps.Put(s)
	}
}

func (p *buffers) gzip(w *bytes.Buffer) *gzip.Writer {
	z, ok := p.gzips.Get().(*gzip.Writer)
	if !ok {
		z, _ = gzip.NewWriterLevel(w, gzipLevel) // the level is valid
		return z
	}
	z.Reset(w)
	return z
}

// document answers a small document that is made whole before it is sent: with an ETag from its bytes, 304 if the client has it, gzip
// if the client takes it.
func (s *Server) document(w http.ResponseWriter, r *http.Request, contentType string, lang phrase.Lang, body []byte) error {
	return s.taggedDocument(w, r, contentType, lang, body, "")
}

// versioned is document for what follows from a version of the World, the roads, the request and what its asker sees: the tag is made of these, for
// that of a megabyte of bytes takes longer than the bytes.
func (s *Server) versioned(w http.ResponseWriter, r *http.Request, contentType string, lang phrase.Lang, now *world.World, body []byte) error {
	roads := ""
	if loaded := s.app.Roads(); loaded != nil {
		roads = loaded.Sum
	}
	key := fmt.Appendf(nil, "%s %d %s %s %s %s?%s", roads, now.Version(), now.Day(), now.Settings().Hash(), lang.Tag(), r.URL.Path, r.URL.RawQuery)
	return s.sendDocument(w, r, contentType, lang, body, tagOf(key))
}

// taggedDocument is document with something before the tag that is made of the bytes.
func (s *Server) taggedDocument(w http.ResponseWriter, r *http.Request, contentType string, lang phrase.Lang, body []byte, before string) error {
	return s.sendDocument(w, r, contentType, lang, body, before+tagOf(body))
}

// sendDocument answers a document with the tag of its content, to which who asks and how it is packed are added.
func (s *Server) sendDocument(w http.ResponseWriter, r *http.Request, contentType string, lang phrase.Lang, body []byte, tag string) error {
	h := w.Header()
	h["Content-Type"] = []string{contentType}
	who := askerOf(r)
	who.keeping(h, "Accept-Encoding, Accept-Language")
	h["Content-Language"] = []string{lang.Tag()}
	zip := len(body) >= gzipFromLen && acceptsGzip(r.Header)
	etag := `"` + tag
	if who.Role != auth.Public {
		etag += "." + who.tag()
	}
	if zip {
		etag += "-gz"
	}
	etag += `"`
	h["Etag"] = []string{etag}
	if matchesETag(r.Header, etag) {
		h.Del("Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if zip {
		var packed bytes.Buffer
		z := s.buffers.gzip(&packed)
		_, _ = z.Write(body) // a bytes.Buffer takes everything
		_ = z.Close()
		s.buffers.gzips.Put(z)
		body = packed.Bytes()
		h["Content-Encoding"] = []string{"gzip"}
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	_, err := w.Write(body)
	return clientGone(err)
}

// json answers a small document as JSON.
func (s *Server) json(w http.ResponseWriter, r *http.Request, contentType string, lang phrase.Lang, doc any) error {
	body, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	return s.document(w, r, contentType, lang, append(body, '\n'))
}

// matchesETag is If-None-Match's weak comparison.
func matchesETag(h http.Header, etag string) bool {
	etag = strings.TrimPrefix(etag, "W/")
	for _, value := range h["If-None-Match"] {
		if value == etag {
			return true
		}
		for part := range strings.SplitSeq(value, ",") {
			if part = strings.TrimSpace(part); part == "*" || strings.TrimPrefix(part, "W/") == etag {
				return true
			}
		}
	}
	return false
}

// goneError is a write that failed because the client went away: nothing to answer, nothing to log.
type goneError struct{ err error }

func (e *goneError) Error() string { return "client gone: " + e.err.Error() }
func (e *goneError) Unwrap() error { return e.err }

func clientGone(err error) error {
	if err == nil {
		return nil
	}
	return &goneError{err}
}

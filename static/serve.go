package static

import (
	"net/http"
	"strconv"
	"strings"
)

const (
	cacheForever = "public, max-age=31536000, immutable"
	cacheNever   = "no-cache" // kept, but asked about each time: a new page must be seen at once
)

// Has tells whether a URL path is one of the page's files.
func (s *Site) Has(path string) bool { return s.files[path] != nil }

// ServeHTTP answers GET and HEAD with the file of the URL's path: 304 where the client holds it, gzip where the client takes it, 404
// for what is no file of the page.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f := s.files[r.URL.Path]
	if f == nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	body, tag := f.plain, f.etag
	header := w.Header()
	if f.zipped != nil {
		header.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r.Header.Get("Accept-Encoding")) {
			body, tag = f.zipped, f.etagGzip
		}
	}
	header.Set("ETag", tag)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", cacheNever)
	if f.immutable {
		header.Set("Cache-Control", cacheForever)
	}
	if holds(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", f.mediaType)
	if tag == f.etagGzip {
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(body) // an error here means that the client has gone
}

// acceptsGzip reads an Accept-Encoding header: gzip or * named with a quality that is not zero; what names gzip outweighs *.
func acceptsGzip(header string) bool {
	any := false
	for _, part := range strings.Split(header, ",") {
		coding, params, _ := strings.Cut(part, ";")
		wanted := true
		if q, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q="); ok {
			quality, err := strconv.ParseFloat(q, 64)
			wanted = err == nil && quality > 0
		}
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			return wanted
		case "*":
			any = wanted
		}
	}
	return any
}

// holds compares If-None-Match with a tag, weakly, as RFC 9110 asks for GET.
func holds(header, tag string) bool {
	for _, part := range strings.Split(header, ",") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
		if part == tag || part == "*" {
			return true
		}
	}
	return false
}

// Named is the URL path of the part of that name and extension, such as /assets/tour-1a2b3c4d.css, whatever its hash; "" if there is none.
func (s *Site) Named(name, extension string) string {
	for url := range s.files {
		hash, is := strings.CutPrefix(strings.TrimSuffix(url, extension), "/assets/"+name+"-")
		if is && len(hash) == 8 && strings.HasSuffix(url, extension) {
			return url
		}
	}
	return ""
}

// Body is a file of the page as it was built, nil if there is none. Nobody changes it.
func (s *Site) Body(url string) []byte {
	if f := s.files[url]; f != nil {
		return f.plain
	}
	return nil
}

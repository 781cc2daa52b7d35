// Package static serves the page: the built files of static/dist, embedded into the binary, with names that carry a hash of their
// content. It compresses every file once when it is made and never looks at a query. It knows nothing of records, and it sets no
// security headers: those belong to the server that mounts it.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// Site is the page, ready to be served. It is immutable and safe for concurrent use.
type Site struct {
	files map[string]*file // by URL path, "/" being index.html
}

// file is one asset in both encodings. zipped is nil where compressing saves nothing.
type file struct {
	mediaType      string
	immutable      bool
	plain, zipped  []byte
	etag, etagGzip string
}

// New reads and compresses the embedded page.
func New() (*Site, error) { return read(dist, "dist") }

// read makes a Site of a folder that holds index.html and assets/.
func read(files fs.FS, root string) (*Site, error) {
	site := &Site{files: map[string]*file{}}
	err := fs.WalkDir(files, root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		url := strings.TrimPrefix(name, root)
		made, err := newFile(url, body)
		if err != nil {
			return fmt.Errorf("static: %s: %w", name, err)
		}
		if url == "/index.html" {
			url = "/"
		}
		site.files[url] = made
		return nil
	})
	if err != nil {
		return nil, err
	}
	if site.files["/"] == nil {
		return nil, fmt.Errorf("static: %s/index.html is missing: run npm run build in static/web", root)
	}
	return site, nil
}

func newFile(url string, body []byte) (*file, error) {
	sum := sha256.Sum256(body)
	tag := base64.RawURLEncoding.EncodeToString(sum[:12])
	f := &file{
		mediaType: mediaType(url),
		immutable: strings.HasPrefix(url, "/assets/"),
		plain:     body,
		etag:      `"` + tag + `"`,
		etagGzip:  `"` + tag + `-gz"`,
	}
	var zipped bytes.Buffer
	w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if zipped.Len() < len(body)*9/10 {
		f.zipped = zipped.Bytes()
	}
	return f, nil
}

// mediaType is decided here rather than by package mime, whose answers depend on the machine's files.
func mediaType(url string) string {
	switch path.Ext(url) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".woff2":
		return "font/woff2"
	case ".md", ".txt":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

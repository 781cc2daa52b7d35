package server

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
	"unicode"

	"beltmap/data/ingest"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

const (
	maxUpload     = 64 << 20 // bytes
	uploadTime    = 5 * time.Minute
	uploadLasts   = 15 * time.Minute
	uploadsOfOne  = 3 // that an account may have waiting
	uploadsInAll  = 10
	maxUploadName = 120 // characters
)

// uploads are the files that were sent and wait to be confirmed. They lie in the directory for temporary files under names of the server's own, and go
// when they are confirmed, dropped or too old, and with the server.
type uploads struct {
	turn    chan struct{} // held by the one import that is being read
	mu      sync.Mutex
	waiting map[string]*upload
}

// upload is a file that waits.
type upload struct {
	id      string
	account string
	path    string
	name    string // as the client calls it: it names the format and stands in sentences, and is no path
	options ingest.Options
	expires time.Time
	timer   *time.Timer
	report  *ingest.Report
	found   differences
}

// begin holds the one place to read an import, or says that it is taken. end gives it back.
func (u *uploads) begin() error {
	select {
	case u.turn <- struct{}{}:
		return nil
	default:
		return &fault{kind: problemUnavailable, text: phrase.UploadsBusy.With()}
	}
}

func (u *uploads) end() { <-u.turn }

// room refuses one more file of an account that has enough of them waiting.
func (u *uploads) room(account string) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	own := 0
	for _, one := range u.waiting {
		if one.account == account {
			own++
		}
	}
	if own >= uploadsOfOne || len(u.waiting) >= uploadsInAll {
		return geo.Conflict("server.uploads", phrase.UploadsMany.With(max(own, min(len(u.waiting), uploadsInAll))))
	}
	return nil
}

// keep lets a file wait.
func (u *uploads) keep(one *upload) {
	u.mu.Lock()
	defer u.mu.Unlock()
	one.timer = time.AfterFunc(uploadLasts, func() { u.drop(one.id) })
	u.waiting[one.id] = one
}

// drop removes a file that waits.
func (u *uploads) drop(id string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if one := u.waiting[id]; one != nil {
		one.timer.Stop()
		_ = os.Remove(one.path) // a temporary file that stays harms nobody
		delete(u.waiting, id)
	}
}

// find is a file of an account; those of others are not there.
func (u *uploads) find(id, account string) (*upload, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	one := u.waiting[id]
	if one == nil || one.account != account {
		return nil, notFound(phrase.UploadMissing.With(shortened(id)))
	}
	return one, nil
}

// Close removes the files that wait.
func (s *Server) Close() {
	s.uploads.mu.Lock()
	ids := make([]string, 0, len(s.uploads.waiting))
	for id := range s.uploads.waiting {
		ids = append(ids, id)
	}
	s.uploads.mu.Unlock()
	for _, id := range ids {
		s.uploads.drop(id)
	}
}

// receive takes the file of a request into a temporary one.
func receive(w http.ResponseWriter, r *http.Request, given parameters) (one *upload, err error) {
	unhurried(w)
	body, name := io.Reader(r.Body), given["filename"]
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		parts, err := r.MultipartReader()
		if err != nil {
			return nil, &fault{kind: problemInvalid, text: phrase.UploadNoFile.With(), err: err}
		}
		for {
			part, err := parts.NextPart()
			if err != nil {
				return nil, uploadFault(err)
			}
			if part.FileName() != "" {
				body = part
				if name == "" {
					name = part.FileName()
				}
				break
			}
		}
	}
	if name = uploadName(name); filepath.Ext(name) == "" {
		return nil, badParameter("filename", phrase.UploadNoName.With())
	}
	f, err := os.CreateTemp("", "beltmap-upload-*")
	if err != nil {
		return nil, geo.Unavailable("server.upload", phrase.UploadUnstored.With(), err)
	}
	size, err := io.Copy(f, body)
	closed := f.Close()
	switch {
	case err != nil:
		err = uploadFault(err)
	case closed != nil:
		err = geo.Unavailable("server.upload", phrase.UploadUnstored.With(), closed)
	case size == 0:
		err = &fault{kind: problemInvalid, text: phrase.UploadNoFile.With()}
	}
	if err != nil {
		return nil, errors.Join(err, os.Remove(f.Name()))
	}
	return &upload{id: strings.ToLower(rand.Text()), path: f.Name(), name: name}, nil
}

// uploadFault is why a body could not be taken.
func uploadFault(err error) error {
	var large *http.MaxBytesError
	var path *os.PathError
	switch {
	case errors.As(err, &large):
		return &fault{kind: problemTooLarge, text: phrase.BodyTooLarge.With(large.Limit >> 10)}
	case errors.As(err, &path):
		return geo.Unavailable("server.upload", phrase.UploadUnstored.With(), err)
	}
	return &fault{kind: problemInvalid, text: phrase.UploadNoFile.With(), err: err}
}

// uploadName is a name without folders and without what does not print.
func uploadName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return -1
		}
		return c
	}, name)
	if runes := []rune(name); len(runes) > maxUploadName {
		name = string(runes[len(runes)-maxUploadName:]) // the end has the extension
	}
	return strings.TrimLeft(name, ".")
}

// read reads a file that was sent against what there is now, without writing anything.
func (s *Server) readUpload(ctx context.Context, one *upload, who asker) (*ingest.Import, differences, error) {
	file := ingest.File{Name: one.name, Open: func() (io.ReadCloser, error) { return os.Open(one.path) }}
	options := one.options
	options.Store = s.options.Store
	in, err := ingest.Read(ctx, []ingest.File{file}, options)
	if err != nil {
		return nil, differences{}, unusable(err)
	}
	if in.Report.Changes() == 0 {
		return in, differences{}, nil
	}
	found, err := differ(s.app.World(), who, in.Batch)
	return in, found, unusable(err)
}

// unusable is a file that cannot be used, which is no fault of how it was asked.
func unusable(err error) error {
	if geo.KindOf(err) == geo.KindInvalid {
		f := *faultOf(err)
		f.kind = problemUnprocessable
		return &f
	}
	return err
}

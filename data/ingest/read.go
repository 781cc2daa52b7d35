package ingest

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// File is one file to read. It is opened more than once, so that a file of any size needs no memory.
type File struct {
	Name string // as the user named it
	Open func() (io.ReadCloser, error)
}

// Path is a file of the file system.
func Path(path string) File {
	return File{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// Options are what an import needs beside its files.
type Options struct {
	As       geo.Collection // the collection of all rows; 0 takes it from each feature, or from the name of a table such as enterprises.csv
	Store    data.Store     // what is there already; nil for nothing
	Progress func(rows int) // called now and then with what was read so far, of the store and then of the files; may be nil
}

// Import is what files hold, ready to be applied as one batch.
type Import struct {
	Report *Report
	Batch  geo.Batch // without changes if Report.Changes() is 0
}

// Read reads files into one batch and reports what it left out. Nothing is written. An error means that nothing of the files can be
// used: a file that is not what its name says, is cut short, or in another datum. Rows with a fault are left out one by one.
// The batch reads the files again when it is applied, and ends in an error if they have changed since.
func Read(ctx context.Context, files []File, o Options) (*Import, error) {
	s, err := newSurvey(ctx, files, o)
	if err != nil {
		return nil, err
	}
	if err := s.readStore(); err != nil {
		return nil, err
	}
	if err := s.readFiles(); err != nil {
		return nil, err
	}
	s.settle()
	return &Import{Report: s.report, Batch: geo.Batch{Note: s.note(), Changes: s.changes}}, nil
}

func (s *survey) note() string {
	names := make([]string, 0, len(s.sources))
	for _, f := range s.sources {
		names = append(names, filepath.Base(f.Name))
	}
	note := "import " + strings.Join(names, ", ")
	if len(note) > 200 {
		note = strings.ToValidUTF8(note[:200], "") + "…"
	}
	return note
}

// source is a file with what is known about it.
type source struct {
	File
	format  format // of a table; none of GeoJSON
	as      geo.Collection
	byName  bool    // the collection was taken from the file's name
	refused columns // columns that look like personal data
	unknown []string
	rows    int
	made    int // rows whose id was made up
}

func newSource(f File, as geo.Collection) (*source, error) {
	s := &source{File: f, as: as, refused: columns{}}
	ext, table := strings.ToLower(filepath.Ext(f.Name)), false
	if s.format, table = tableFormats()[ext]; !table && !slices.Contains([]string{".geojson", ".json", ".geojsonl", ".ndjson"}, ext) {
		return nil, geo.Invalid("ingest.Read", phrase.FormatUnread.With(f.Name, ext))
	}
	if table && s.as == 0 {
		stem := strings.TrimSuffix(filepath.Base(f.Name), filepath.Ext(f.Name))
		if c, err := geo.ParseCollection(stem); err == nil {
			s.as, s.byName = c, true
		}
	}
	return s, nil
}

// read visits the rows of the file, without the columns refused so far.
func (s *source) read(ctx context.Context, visit func(*row) error) error {
	f, err := s.Open()
	if err != nil {
		return cannotOpen(s.Name, err)
	}
	defer f.Close()
	if s.format.stream == nil && s.format.read == nil {
		s.unknown, err = readGeoJSON(s.Name, f, s.as, s.refused, visit)
		return err
	}
	rows := &tableRows{name: s.Name, as: s.as, refused: s.refused, visit: visit}
	err = s.table(ctx, f, rows)
	s.unknown = rows.unknown
	return err
}

// table reads the sheets of a file that is a table.
func (s *source) table(ctx context.Context, f io.ReadCloser, to table) error {
	if s.format.stream != nil {
		return s.format.stream(ctx, s.Name, f, to)
	}
	in, err := newInput(s.Name, f)
	if err != nil {
		return err
	}
	defer in.close()
	return s.format.read(ctx, in, to)
}

func cannotOpen(name string, err error) error {
	text := phrase.CannotRead
	switch {
	case errors.Is(err, fs.ErrNotExist):
		text = phrase.NoSuchFile
	case errors.Is(err, fs.ErrPermission):
		text = phrase.NoPermission
	}
	e := geo.Invalid("ingest.Read", text.With(name))
	e.Err = err
	return e
}

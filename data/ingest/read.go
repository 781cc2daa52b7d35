package ingest

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/crs"
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
	As          geo.Collection // the collection of all rows; 0 takes it from each feature, or from the name of a sheet or file such as 企业名单.csv
	Zone        string         // the zone of rows that say none: an id, a name; "" for none
	CRS         string         // the system of all positions, as crs.Parse reads it; "" takes it from the file
	Encoding    string         // of text tables: utf-8, utf-16, gb18030, gbk; "" finds it out
	Map         []Mapping      // columns whose meaning is said, which then is not guessed
	Strict      bool           // a row with a fault refuses everything
	ReplaceZone bool           // records of the zones and collections that the files are about go if the files no longer have them
	AsOf        geo.Day        // what is added is valid from this day; what is removed stays, valid until the day before; 0 for neither
	Geocoding   Geocoding      // who is asked for the places of rows with an address and no position; nil asks nobody
	Store       data.Store     // what is there already; nil for nothing
	// Progress is called now and then with the records of the store, then the rows of the files, that were read so far, and the bytes of the files
	// that were (of a GeoPackage, its share of rows); a file that has to be read again begins anew. It may be nil.
	Progress func(rows int, bytes int64)
}

// Mapping says what a column is.
type Mapping struct {
	Collection geo.Collection `json:"-"` // 0: in every collection
	Header     string         `json:"header"`
	Property   string         `json:"property"` // a property, lon, lat, x, y, address, participants, or "-" to leave it out
}

// Import is what files hold, ready to be applied as one batch.
type Import struct {
	Report  *Report
	Batch   geo.Batch // without changes if Report.Changes() is 0
	Mapping []Mapping // how every column was understood

	sources []*source
}

// Read reads files into one batch and reports what it left out. Nothing is written. An error means that nothing of the files can be
// used: a file that is not what its name says, is cut short, or in a datum that is not known. Rows with a fault are left out one by one.
// The batch keeps the rows in memory, or, where they take more than 128 MB or have other shapes than points, reads the files again when it is applied, and ends in an error if they
// have changed since.
func Read(ctx context.Context, files []File, o Options) (*Import, error) {
	s, err := newSurvey(ctx, files, o)
	if err != nil {
		return nil, err
	}
	if err := s.readAll(); err != nil {
		return nil, err
	}
	if err := s.settle(); err != nil {
		return nil, err
	}
	in := &Import{Report: s.report, Batch: geo.Batch{Note: s.note(), Changes: s.changes}, Mapping: s.understood(), sources: s.sources}
	if o.Strict && s.report.Rejected > 0 {
		s.report.refuse()
		in.Batch = geo.BatchOf(in.Batch.Note)
	}
	return in, nil
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
	options  *Options
	format   format // of a table; none of GeoJSON
	system   crs.System
	stated   bool // --crs says so
	asker    *asker
	as       geo.Collection
	mapping  mapping
	used     map[heading]bool // headers of the mapping that some sheet has
	refused  columns          // columns that look like personal data
	declared string           // the CRS that the file declares

	left     columns   // those of refused that the reading that is going on leaves out
	sheets   []*layout // of the reading that is going on, as they begin
	layouts  []*layout // the same, as their rows are visited
	unknown  []string  // properties of features that no collection knows
	notes    []phrase.Text
	unfit    error // why the first sheet was passed over
	rows     int
	made     int // rows whose id was made up
	axes     phrase.Phrase
	inferred crs.System
	chunks   []uint64      // hashes of the first reading's chunks
	bytes    *atomic.Int64 // of all files together, read in the first reading
	ahead    func([]row)   // told of the rows that will be visited next
}

func newSource(f File, o *Options) (*source, error) {
	s := &source{File: f, options: o, as: o.As, refused: columns{}, used: map[heading]bool{}}
	ext, table := strings.ToLower(filepath.Ext(f.Name)), false
	if s.format, table = tableFormats(o)[ext]; !table && !slices.Contains([]string{".geojson", ".json", ".geojsonl", ".ndjson"}, ext) {
		return nil, geo.Invalid("ingest.Read", phrase.FormatUnread.With(f.Name, ext))
	}
	if table && s.as == 0 {
		s.as = collectionOf(strings.TrimSuffix(filepath.Base(f.Name), filepath.Ext(f.Name)))
	}
	if o.CRS != "" {
		var err error
		if s.system, err = crs.Parse(o.CRS); err != nil {
			return nil, err
		}
		s.stated = true
	}
	return s, nil
}

// read visits the rows of the file, without the columns refused so far.
func (s *source) read(ctx context.Context, h *hasher, visit func(*layout, *row) error) error {
	f, err := s.Open()
	if err != nil {
		return cannotOpen(s.Name, err)
	}
	defer f.Close()
	s.sheets, s.layouts, s.left, s.unknown, s.rows, s.made, s.declared = nil, nil, maps.Clone(s.refused), nil, 0, 0, ""
	s.axes, s.inferred, s.notes, s.unfit = phrase.Phrase{}, crs.System{}, nil, nil
	if s.format.stream == nil && s.format.read == nil {
		own := h.own()
		own.compare, own.again = true, false // features do not come in chunks
		s.unknown, err = readGeoJSON(s.Name, &counted{f, s.bytes}, s.as, placing{system: s.system, stated: s.stated}, s.left, &own, func(r *row) error { return visit(nil, r) })
		return err
	}
	p := &pipeline{begin: s.begin, crsOf: s.declare, notes: func(t phrase.Text) { s.notes = append(s.notes, t) }}
	chunks := 0
	p.seen = func(sum uint64) error {
		if !h.again {
			s.chunks = append(s.chunks, sum)
		} else if chunks >= len(s.chunks) || s.chunks[chunks] != sum {
			return s.moved()
		}
		chunks++
		return nil
	}
	if !h.again {
		s.chunks, p.ahead = nil, s.ahead
	}
	err = p.run(*h, func(to table) error { return s.table(ctx, f, to) }, func(l *layout, r *row) error {
		s.seen(l)
		return visit(l, r)
	})
	if err == nil && len(s.sheets) == 0 {
		err = s.unfit
	}
	return err
}

// begin begins a sheet. One of several that is no list of ours, such as a sheet of explanations, is passed over (nil); if all are, that is an error.
func (s *source) begin(name string, line int, headers []string) (*layout, error) {
	l, err := s.layout(name, line, headers)
	if errors.Is(err, errUnfit) && name != "" {
		s.unfit = cmp.Or(s.unfit, err)
		s.notes = append(s.notes, phrase.SheetUnfit.With(shortened(name)))
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	l.place = placing{system: s.system, stated: s.stated, given: l.has(positionX)}
	if s.declared != "" && !s.stated {
		if l.place.system, err = crs.Parse(s.declared); err != nil {
			return nil, geo.Invalid("ingest.Read", phrase.CRSRefused.With(s.Name, shortened(s.declared)))
		}
		l.place.stated = true
	}
	l.index, l.asker = len(s.sheets), s.asker
	s.sheets = append(s.sheets, l)
	return l, nil
}

// seen enters a sheet whose row is visited. The sheets after it may already be begun elsewhere.
func (s *source) seen(l *layout) {
	for len(s.layouts) <= l.index {
		s.layouts = append(s.layouts, nil)
	}
	s.layouts[l.index] = l
}

func (s *source) declare(name string) error {
	s.declared = strings.Clone(name)
	return nil
}

// table reads the sheets of a file that is a table.
func (s *source) table(ctx context.Context, f io.ReadCloser, to table) error {
	if s.format.stream != nil {
		return s.format.stream(ctx, s.Name, &counted{f, s.bytes}, to)
	}
	in, err := newInput(s.Name, f)
	if err != nil {
		return err
	}
	defer in.close()
	in.bytes = s.bytes
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

package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"beltmap/data"
	"beltmap/data/geocode"
	"beltmap/data/gpkg"
	"beltmap/data/ingest"
	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
)

type importCommand struct {
	Files       []string `arg:"" name:"file" help:"${arg_import_file}"`
	As          string   `help:"${flag_as}" placeholder:"COLLECTION"`
	DB          string   `name:"db" help:"${flag_import_db}" placeholder:"FILE"`
	Zone        string   `help:"${flag_zone}" placeholder:"ZONE"`
	CRS         string   `name:"crs" help:"${flag_crs}" placeholder:"CRS"`
	Encoding    string   `help:"${flag_encoding}" placeholder:"NAME"`
	Map         []string `help:"${flag_map}" placeholder:"HEADER=PROPERTY" sep:"none"`
	Mapping     string   `help:"${flag_mapping}" placeholder:"FILE.json"`
	SaveMapping string   `help:"${flag_save_mapping}" placeholder:"FILE.json"`
	DryRun      bool     `help:"${flag_dry_run}"`
	Strict      bool     `help:"${flag_strict}"`
	ReplaceZone bool     `help:"${flag_replace_zone}"`
	AsOf        string   `help:"${flag_as_of}" placeholder:"YYYY-MM-DD"`
	Geocode     string   `help:"${flag_geocode}" default:"offline" placeholder:"NAME"`
	Report      string   `help:"${flag_report}" placeholder:"OUT.json|.xlsx"`
}

func (c *importCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	o, err := c.options()
	if err != nil {
		return 0, err
	}
	files := make([]ingest.File, len(c.Files))
	for i, path := range c.Files {
		files[i] = ingest.Path(path)
	}
	for _, path := range []string{c.Report, c.SaveMapping} { // better known before anything is written than after
		if path == "" {
			continue
		}
		if err := canWrite(path); err != nil {
			return 0, err
		}
	}
	in, err := c.write(s, files, o)
	if err != nil {
		return 0, err
	}
	report := in.Report
	s.printReport(report, c)
	if c.Report != "" {
		if err := c.writeReport(s, in); err != nil {
			return max(s.fail(cannotWrite(c.Report, err)), exitRejected), nil // the records are in
		}
	}
	switch {
	case report.Rejected == 0:
		return exitOK, nil
	case c.Strict || report.Batch == 0 && report.Unchanged == 0 && (!c.DryRun || report.Changes() == 0):
		return exitFailed, nil
	}
	return exitRejected, nil
}

// options reads what the command line says.
func (c *importCommand) options() (o ingest.Options, err error) {
	o = ingest.Options{Zone: c.Zone, CRS: c.CRS, Encoding: c.Encoding, Strict: c.Strict, ReplaceZone: c.ReplaceZone}
	if c.As != "" {
		if o.As, err = geo.ParseCollection(c.As); err != nil {
			return o, misuse(phrase.CollectionUnknown.With(c.As))
		}
	}
	if c.CRS != "" {
		if _, err := crs.Parse(c.CRS); err != nil {
			return o, err
		}
	}
	if o.AsOf, err = geo.ParseDay(c.AsOf); err != nil {
		return o, misuse(phrase.UsageMistyped.With("--as-of", c.AsOf))
	}
	if c.Mapping != "" {
		if o.Map, err = readMapping(c.Mapping); err != nil {
			return o, err
		}
	}
	for _, said := range c.Map {
		header, property, ok := strings.Cut(said, "=")
		if !ok || header == "" || property == "" {
			return o, misuse(phrase.UsageMistyped.With("--map", said))
		}
		o.Map = append(o.Map, ingest.Mapping{Header: header, Property: property})
	}
	return o, nil
}

// write reads the files and applies what they hold. The file of records is made only when there is something to put into it, be it what a service
// that is asked for places has answered: a run that is stopped does not ask for the same again.
func (c *importCommand) write(s *session, files []ingest.File, o ingest.Options) (*ingest.Import, error) {
	var store data.Store
	var cache data.Cache
	if _, err := c.geocoding(s, nil); err != nil { // before a file is made for it
		return nil, err
	}
	keeps := c.Geocode != "offline" && c.Geocode != "none" && !c.DryRun
	if exists(c.DB) || keeps {
		opened, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{Styles: layerStyles(), ReadOnly: c.DryRun, Create: keeps})
		if err != nil {
			return nil, err
		}
		defer opened.Close()
		store = opened
		if !c.DryRun {
			cache = opened.Cache()
		}
	}
	collectLate(sizeOf(append([]string{c.DB}, c.Files...)))
	p := s.progress(phrase.DoingRead, 0)
	started := time.Now()
	size := sizeOf(c.Files)
	o.Store, o.Progress = store, func(rows int, bytes int64) { p.read(rows, bytes, size) }
	var err error
	if o.Geocoding, err = c.geocoding(s, cache); err != nil {
		return nil, err
	}
	in, err := ingest.Read(s.ctx, files, o)
	p.done()
	if err != nil {
		return nil, err
	}
	if c.SaveMapping != "" {
		if err := saveMapping(c.SaveMapping, in.Mapping); err != nil {
			return nil, cannotWrite(c.SaveMapping, err)
		}
	}
	if in.Report.Changes() == 0 || c.DryRun {
		return in, nil
	}
	batch := s.watched(in.Batch.By(geo.CommandLine(), geo.ActionImport, ""), in.Report.Changes())
	var version geo.Cursor
	if store != nil {
		version, err = store.Apply(s.ctx, batch)
	} else {
		version, err = s.create(c.DB, batch)
	}
	if err != nil {
		return nil, err
	}
	in.Report.Batch = int64(version)
	s.log.Debug("imported", "seconds", time.Since(started).Seconds())
	return in, nil
}

// collectLate lets the collector wait until the memory is used that reading files of a size takes: what is kept of their rows stays until the
// end, so that looking through it again and again finds nothing. What more is taken then is collected as it comes.
func collectLate(size int64) {
	debug.SetGCPercent(200)
	debug.SetMemoryLimit(192<<20 + size*9/4)
}

// sizeOf is how many bytes files have together, those counted that are there.
func sizeOf(files []string) (size int64) {
	for _, path := range files {
		if info, err := os.Stat(path); err == nil {
			size += info.Size()
		}
	}
	return size
}

// geocoding is who is asked for the places of addresses: the gazetteer, which asks nobody outside, and behind it the service that the operator names.
func (c *importCommand) geocoding(s *session, cache data.Cache) (ingest.Geocoding, error) {
	services := map[string]func(geocode.Options) (*geocode.Client, error){
		"tianditu": geocode.NewTianditu, "amap": geocode.NewAMap, "baidu": geocode.NewBaidu, "nominatim": geocode.NewNominatim}
	if c.Geocode == "none" {
		return nil, nil
	}
	var service geocode.Geocoder
	if c.Geocode != "offline" {
		make, known := services[c.Geocode]
		if !known {
			return nil, misuse(phrase.UsageMistyped.With("--geocode", c.Geocode))
		}
		key, _ := s.env("BELTMAP_" + strings.ToUpper(c.Geocode) + "_KEY")
		url, _ := s.env("BELTMAP_" + strings.ToUpper(c.Geocode) + "_URL")
		client, err := make(geocode.Options{Key: key, BaseURL: url, Cache: cache})
		if err != nil {
			return nil, err
		}
		service = client
	}
	return func(zones []geocode.ZonePlace) (geocode.Geocoder, error) {
		gazetteer, err := geocode.NewGazetteer(zones)
		if err != nil || service == nil {
			return gazetteer, err
		}
		return geocode.InTurn{gazetteer, service}, nil
	}, nil
}

// watched is a batch that says how far it has been read.
func (s *session) watched(b geo.Batch, total int) geo.Batch {
	changes := b.Changes
	b.Changes = func(yield func(*geo.Change, error) bool) {
		p, done := s.progress(phrase.DoingWrite, total), 0
		defer p.done()
		for change, err := range changes {
			if !yield(change, err) {
				return
			}
			if done++; done&255 == 0 {
				p.at(done)
			}
		}
	}
	return b
}

// printReport prints the rows as a table and the counts below it.
func (s *session) printReport(r *ingest.Report, c *importCommand) {
	for i := range r.Rows {
		f := &r.Rows[i]
		severity, file := phrase.SeverityError, f.File
		if f.Severity == "warning" {
			severity = phrase.SeverityWarning
		}
		if f.Sheet != "" {
			file += " [" + f.Sheet + "]"
		}
		s.say(phrase.ReportRow.With(file, f.Row, f.Column, severity, f.Text()))
	}
	for i := range r.Notes {
		n := &r.Notes[i]
		if n.File == "" {
			s.say(n.Text())
			continue
		}
		s.say(phrase.ReportNote.With(n.File, n.Text()))
	}
	s.say(phrase.ReportCounts.With(r.Added, r.Changed, r.Unchanged, r.Removed, r.Rejected, r.Stubs, r.Warnings))
	switch {
	case r.Batch != 0:
		s.say(phrase.ReportWritten.With(c.DB, r.Batch))
	case c.DryRun:
		s.say(phrase.ReportDryRun.With(c.DB))
	default:
		s.say(phrase.ReportNotWritten.With(c.DB))
	}
}

// writeReport writes the report as its name says: a workbook with the rows marked, or JSON.
func (c *importCommand) writeReport(s *session, in *ingest.Import) error {
	if strings.ToLower(filepath.Ext(c.Report)) != ".xlsx" {
		return writeJSON(c.Report, in.Report)
	}
	_, err := writeWhole(c.Report, func(f io.Writer) (int, error) { return 0, in.WriteMarked(s.ctx, f) })
	return err
}

func writeJSON(path string, what any) error {
	text, err := json.MarshalIndent(what, "", "  ")
	if err != nil {
		return err
	}
	_, err = writeWhole(path, func(f io.Writer) (int, error) { return f.Write(append(text, '\n')) })
	return err
}

// A mapping file says by collection which property each header stands for.
func saveMapping(path string, said []ingest.Mapping) error {
	out := map[string]map[string]string{}
	for _, m := range said {
		c := ""
		if m.Collection != 0 {
			c = m.Collection.String()
		}
		if out[c] == nil {
			out[c] = map[string]string{}
		}
		out[c][m.Header] = m.Property
	}
	return writeJSON(path, out)
}

func readMapping(path string) ([]ingest.Mapping, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		e := geo.Invalid("beltmap.mapping", phrase.CannotRead.With(path))
		e.Err = err
		return nil, e
	}
	var said map[string]map[string]string
	if err := json.Unmarshal(text, &said); err != nil {
		e := geo.Invalid("beltmap.mapping", phrase.MappingMalformed.With(path))
		e.Err = err
		return nil, e
	}
	var out []ingest.Mapping
	for name, columns := range said {
		c, err := geo.ParseCollection(name)
		if err != nil && name != "" {
			return nil, err
		}
		for header, property := range columns {
			out = append(out, ingest.Mapping{Collection: c, Header: header, Property: property})
		}
	}
	return out, nil
}

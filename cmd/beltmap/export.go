package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"beltmap/data"
	"beltmap/data/export"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"beltmap/internal/server"
)

type exportCommand struct {
	Out        string   `arg:"" name:"out" help:"${arg_export_out}"`
	DB         string   `name:"db" help:"${flag_export_db}" placeholder:"FILE"`
	Collection string   `help:"${flag_collection}" placeholder:"ID"`
	CRS        string   `name:"crs" help:"${flag_export_crs}" placeholder:"SYSTEM"`
	Filter     []string `help:"${flag_filter}" placeholder:"NAME=VALUE" sep:"none"`
	Public     bool     `help:"${flag_public}"`
}

func (c *exportCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	if c.Collection == "" {
		return 0, misuse(phrase.UsageMissing.With("--collection"))
	}
	collection, err := geo.ParseCollection(c.Collection)
	if err != nil {
		return 0, misuse(phrase.CollectionUnknown.With(c.Collection))
	}
	format, known := export.ByExtension(strings.ToLower(filepath.Ext(c.Out)))
	if c.Out == "-" {
		format, known = export.ByName("geojson")
	}
	if !known {
		return 0, misuse(phrase.ExportFormat.With(c.Out))
	}
	o := export.Options{Collection: collection, Class: geo.Internal, Lang: s.lang, Style: layerStyles()[collection]}
	if c.Public {
		o.Class = geo.Public
	}
	if c.CRS != "" {
		if o.System, err = crs.Parse(c.CRS); err != nil {
			return 0, misuse(saidBy(err))
		}
	}
	query, filtered, err := c.query(o)
	if err != nil {
		return 0, misuse(saidBy(err))
	}
	store, err := c.open(s)
	if err != nil {
		return 0, err
	}
	defer store.Close()
	settings, _, err := s.settings(store.Settings())
	if err != nil {
		return 0, err
	}
	if c.Public {
		if o.Kept = settings.Kept(); o.Kept != 0 && filtered {
			if query, _, err = c.query(o); err != nil {
				return 0, misuse(saidBy(err))
			}
		}
	}
	src := export.OfStore(store, collection)
	if filtered {
		w, err := worldOf(s.ctx, store, settings)
		if err != nil {
			return 0, err
		}
		src = export.OfTable(w.Table(collection), query)
	}
	p := s.progress(phrase.DoingExport, 0)
	o.Progress = p.at
	count, err := c.write(s, format, src, o)
	p.done()
	if err != nil {
		return 0, cannotWrite(c.Out, err)
	}
	if c.Out != "-" {
		s.say(phrase.Exported.With(count, c.Out))
	}
	return exitOK, nil
}

// open opens the file and enters in its audit log that a list is taken out: before that is done, for afterwards might be too late. A file that cannot
// be written to has no entry and is exported all the same; one that is only busy, or whose disk is full, is not, lest a list leave without a trace.
func (c *exportCommand) open(s *session) (*gpkg.Store, error) {
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{})
	if err != nil {
		if said := saidBy(err); said != phrase.StoreReadOnly.With(c.DB) && said != phrase.StoreUnreadable.With(c.DB) {
			return nil, err
		}
		return gpkg.Open(s.ctx, c.DB, gpkg.Options{ReadOnly: true})
	}
	what, err := json.Marshal(struct {
		File   string   `json:"file"`
		CRS    string   `json:"crs,omitempty"`
		Filter []string `json:"filter,omitempty"`
		Public bool     `json:"public"`
	}{filepath.Base(c.Out), c.CRS, c.Filter, c.Public})
	if err == nil {
		err = store.AuditLog().Append(s.ctx, geo.AuditEntry{
			Actor: geo.CommandLine(), Action: geo.ActionExport, Object: c.Collection, After: string(what), Result: geo.ResultBegun})
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

func (c *exportCommand) write(s *session, format export.Format, src export.Source, o export.Options) (int, error) {
	switch {
	case c.Out == "-":
		return format.Write(s.ctx, s.stdout, src, o)
	case format.Name == "gpkg":
		return export.GeoPackage(s.ctx, c.Out, src, o) // which makes its own draft
	}
	return writeWhole(c.Out, func(f io.Writer) (int, error) { return format.Write(s.ctx, f, src, o) })
}

// query reads the filters, which are those of the API.
func (c *exportCommand) query(o export.Options) (q world.Query, filtered bool, err error) {
	values := url.Values{}
	for _, f := range c.Filter {
		name, value, ok := strings.Cut(f, "=")
		if !ok {
			return q, false, geo.Invalid("beltmap.export", phrase.ExportBadQuery.With(f))
		}
		values.Add(strings.TrimSpace(name), value)
	}
	drafts := o.Class == geo.Public && (o.Collection == geo.Tours || o.Collection == geo.Stops) // which stay at home
	if len(values) == 0 && !drafts {
		return q, false, nil
	}
	sight := geo.Sight{Kept: o.Kept}
	if o.Class == geo.Internal {
		sight = geo.FullSight()
	}
	q, err = server.QueryOf(o.Collection, sight, values.Encode())
	return q, true, err
}

// worldOf reads all of a store into a World of today under settings.
func worldOf(ctx context.Context, store data.Store, settings geo.Settings) (*world.World, error) {
	b := world.NewBuilder(geo.DayOf(time.Now()), settings)
	version, err := store.Snapshot(ctx, b.Add)
	if err != nil {
		return nil, err
	}
	return b.Build(version)
}

// writeWhole writes a file under another name beside its own and gives it its own when it is whole and on the disk.
func writeWhole(path string, write func(io.Writer) (int, error)) (count int, err error) {
	draft := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text()[:8]+".part")
	f, err := os.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return 0, err
	}
	count, err = write(f)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(draft, path)
	}
	if err != nil {
		_ = os.Remove(draft)
	}
	return count, err
}

// canWrite tries whether a file could be made beside path.
func canWrite(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".probe-*")
	if err == nil {
		_ = f.Close()
		err = os.Remove(f.Name())
	}
	if err == nil {
		if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
			err = &fs.PathError{Op: "write", Path: path, Err: syscall.EISDIR}
		}
	}
	if err != nil {
		return cannotWrite(path, err)
	}
	return nil
}

// cannotWrite says why a file could not be written, where the reason is the disk's and not ours.
func cannotWrite(path string, err error) error {
	const op = "beltmap.write"
	switch said := err.Error(); {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EFBIG), strings.Contains(said, "disk is full"):
		return geo.Unavailable(op, phrase.NoSpace.With(path), err)
	case errors.Is(err, fs.ErrNotExist):
		return geo.Unavailable(op, phrase.FolderMissing.With(path), err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), strings.Contains(said, "unable to open database"):
		return geo.Unavailable(op, phrase.FolderReadOnly.With(path), err)
	case errors.Is(err, io.ErrShortWrite), errors.As(err, new(*fs.PathError)), strings.Contains(said, "disk I/O"):
		return geo.Unavailable(op, phrase.CannotWrite.With(path), err)
	}
	return err
}

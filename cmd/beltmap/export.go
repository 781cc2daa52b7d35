package main

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"beltmap/data"
	"beltmap/data/export"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

type exportCommand struct {
	Out        string `arg:"" name:"out" help:"${arg_export_out}"`
	DB         string `name:"db" help:"${flag_export_db}" placeholder:"FILE"`
	Collection string `help:"${flag_collection}" placeholder:"ID"`
	Public     bool   `help:"${flag_public}"`
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
	write, known := exporters()[strings.ToLower(filepath.Ext(c.Out))]
	if c.Out == "-" {
		write, known = nil, true
	}
	if !known {
		return 0, misuse(phrase.ExportFormat.With(c.Out))
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	p := s.progress(phrase.DoingExport, 0)
	o := export.Options{Collection: collection, Class: geo.Internal, Style: layerStyles()[collection], Progress: p.at}
	if c.Public {
		o.Class = geo.Public
	}
	if write == nil {
		_, err := export.GeoJSON(s.ctx, s.stdout, store, o)
		p.done()
		if err != nil {
			return 0, cannotWrite(c.Out, err)
		}
		return exitOK, nil
	}
	count, err := write(s, c.Out, store, o)
	p.done()
	if err != nil {
		return 0, cannotWrite(c.Out, err)
	}
	s.say(phrase.Exported.With(count, c.Out))
	return exitOK, nil
}

type exporter func(s *session, path string, store data.Store, o export.Options) (int, error)

func exporters() map[string]exporter {
	geojson := func(s *session, path string, store data.Store, o export.Options) (int, error) {
		return writeWhole(path, func(f io.Writer) (int, error) { return export.GeoJSON(s.ctx, f, store, o) })
	}
	geopackage := func(s *session, path string, store data.Store, o export.Options) (int, error) {
		return export.GeoPackage(s.ctx, path, store, o)
	}
	return map[string]exporter{".geojson": geojson, ".json": geojson, ".gpkg": geopackage}
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

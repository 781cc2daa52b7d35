package main

import (
	"errors"
	"io/fs"
	"os"

	"beltmap/data/gpkg"
	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/tiles/style"
)

// layerStyles are what QGIS shows the layers of every file with.
func layerStyles() map[geo.Collection]gpkgfile.Style {
	styles := map[geo.Collection]gpkgfile.Style{}
	for _, c := range geo.Published() {
		qml, sld := style.QGIS(c)
		styles[c] = gpkgfile.Style{QML: qml, SLD: sld}
	}
	return styles
}

// wantDB refuses a command line without --db.
func wantDB(db string) error {
	if db == "" {
		return misuse(phrase.UsageMissing.With("--db"))
	}
	return nil
}

// create makes a file and fills it by one batch; if that fails, the file is gone again.
func (s *session) create(path string, batch geo.Batch) (geo.Cursor, error) {
	store, err := gpkg.Open(s.ctx, path, gpkg.Options{Create: true, Styles: layerStyles()})
	if err != nil {
		return 0, err
	}
	version, err := store.Apply(s.ctx, batch)
	if closed := store.Close(); err == nil {
		err = closed
	}
	if err != nil {
		for _, end := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(path + end)
		}
		return 0, err
	}
	return version, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

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

// create makes a file and fills it by one batch; if that fails, there is no file.
func (s *session) create(path string, batch geo.Batch) (geo.Cursor, error) {
	return gpkg.Create(s.ctx, path, gpkg.Options{Styles: layerStyles()}, batch)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

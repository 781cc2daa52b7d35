package ingest

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// readGeoPackage hands over the tables of features and attributes of a GeoPackage of any program, our own among them, each that has rows
// as a sheet. The file is read where it lies; what is no plain table in it is named and left out.
func readGeoPackage(ctx context.Context, in *input, to table) (err error) {
	if in.size == 0 {
		return geo.Invalid("ingest.GeoPackage", phrase.IngestFileEmpty.With(in.name))
	}
	file, ok := in.ReaderAt.(*os.File)
	if !ok {
		return geo.Invalid("ingest.GeoPackage", phrase.CannotRead.With(in.name))
	}
	f, err := gpkgfile.OpenForeign(ctx, file.Name(), in.name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	layers, others, err := f.Layers(ctx)
	if err != nil {
		return err
	}
	for _, name := range others {
		to.note(phrase.LayerNotTable.With(shortened(name)))
	}
	share := share{of: in}
	for i := range layers {
		rows, err := f.Count(ctx, &layers[i])
		if err != nil {
			return err
		}
		share.total += rows
	}
	for i := range layers {
		if err := readLayer(ctx, f, &layers[i], &share, to); err != nil {
			return err
		}
	}
	return nil
}

// share counts the bytes of a file by the share of its rows that are read, since SQLite does not say what it reads.
type share struct {
	of                 *input
	total, rows, bytes int64
}

func (s *share) row() {
	if s.rows++; s.of.bytes == nil || s.rows > s.total {
		return
	}
	bytes := int64(float64(s.of.size) * float64(s.rows) / float64(s.total))
	s.of.bytes.Add(bytes - s.bytes)
	s.bytes = bytes
}

func readLayer(ctx context.Context, f *gpkgfile.Foreign, l *gpkgfile.ForeignLayer, read *share, to table) error {
	cells, number := make([]string, len(l.Columns)), 0
	return f.Rows(ctx, l, func(values []gpkgfile.Value, blob []byte) error {
		read.row()
		if number++; number == 1 {
			if err := to.crs(crsOfSRS(l.SRS)); err != nil {
				return err
			}
			if err := to.sheet(l.Name, 0, l.Columns); err != nil {
				return err
			}
		}
		for i, v := range values {
			cells[i] = cellText(v)
		}
		if blob == nil {
			return to.row(number, cells, nil)
		}
		g, err := gpkgfile.DecodeForeignGeometry(blob)
		if err != nil {
			return to.fault(number, "geometry", textOf(err))
		}
		return to.row(number, cells, g)
	})
}

// cellText is a value as text; bytes are no text.
func cellText(v gpkgfile.Value) string {
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// crsOfSRS names a reference system, "" if the file does not know it either.
func crsOfSRS(s gpkgfile.SRSName) string {
	switch {
	case strings.EqualFold(s.Organization, "EPSG") && s.Code > 0:
		return "EPSG:" + strconv.FormatInt(s.Code, 10)
	case s.Code <= 0 && !strings.Contains(s.Definition, "["):
		return ""
	}
	return crsOfWKT(s.Definition)
}

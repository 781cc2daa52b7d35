package ingest

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
	"golang.org/x/text/encoding"
)

// layer is the parts of one shapefile (ESRI, 1998) in an archive; those it lacks are nil.
type layer struct {
	name               string
	shp, dbf, prj, cpg *zip.File
	declared           string // the encoding that the user says
}

// shapefileFormat hands over the shapefiles of an archive, each as a sheet; a table without shapes (.dbf) is one too. The index (.shx) is not
// needed, since shapes stand in their order. Texts are in the declared encoding, whatever the files say of it; "" finds it out.
func shapefileFormat(encoding string) func(context.Context, *input, table) error {
	return func(ctx context.Context, in *input, to table) error { return readLayers(ctx, in, to, encoding) }
}

func readLayers(ctx context.Context, in *input, to table, encoding string) error {
	if in.size == 0 {
		return geo.Invalid("ingest.Shapefile", phrase.IngestFileEmpty.With(in.name))
	}
	a, err := openArchive(in)
	if err != nil {
		return err
	}
	layers := a.layers()
	if len(layers) == 0 {
		return geo.Invalid("ingest.Shapefile", phrase.NoShapefile.With(in.name))
	}
	for _, l := range layers {
		l.declared = encoding
		if err := l.read(ctx, a, to); err != nil {
			return err
		}
	}
	return nil
}

// readBareShape says what is missing where only one part of a shapefile is given.
func readBareShape(_ context.Context, in *input, _ table) error {
	return geo.Invalid("ingest.Shapefile", phrase.ShapefileBare.With(in.name))
}

// layers are the shapefiles of an archive in the order of their first parts.
func (a *archive) layers() (out []*layer) {
	byStem := map[string]*layer{}
	for _, f := range a.parts {
		name := partName(f)
		ext := strings.ToLower(path.Ext(name))
		stem := name[:len(name)-len(ext)]
		if strings.HasPrefix(path.Base(name), ".") || !strings.Contains(".shp.dbf.prj.cpg", ext) || len(ext) != 4 {
			continue // a Mac keeps what it knows of a file in ._file
		}
		l := byStem[strings.ToLower(stem)]
		if l == nil {
			l = &layer{name: decodedName(path.Base(stem))}
			byStem[strings.ToLower(stem)] = l
			out = append(out, l)
		}
		switch ext {
		case ".shp":
			l.shp = f
		case ".dbf":
			l.dbf = f
		case ".prj":
			l.prj = f
		case ".cpg":
			l.cpg = f
		}
	}
	kept := out[:0]
	for _, l := range out {
		if l.shp != nil || l.dbf != nil {
			kept = append(kept, l)
		}
	}
	return kept
}

func (l *layer) read(ctx context.Context, a *archive, to table) error {
	if l.dbf == nil {
		return geo.Invalid("ingest.Shapefile", phrase.ShapefileNoTable.With(a.in.name, shortened(l.name)))
	}
	enc, err := l.encoding(ctx, a)
	if err != nil {
		return err
	}
	src, err := a.open(l.dbf)
	if err != nil {
		return err
	}
	defer src.Close() //nolint:errcheck // it was read
	rows, err := newDBF(src, enc)
	if err != nil {
		return l.faulty(a, l.dbf, err)
	}
	var shapes *shapes
	if l.shp != nil {
		src, err := a.open(l.shp)
		if err != nil {
			return err
		}
		defer src.Close() //nolint:errcheck // it was read
		if shapes, err = newShapes(src); err != nil {
			return l.faulty(a, l.shp, err)
		}
	}
	if err := l.declare(a, to); err != nil {
		return err
	}
	if err := to.sheet(l.name, 0, rows.headers()); err != nil {
		return err
	}
	return l.join(ctx, a, rows, shapes, to)
}

// declare tells the CRS of the .prj; without one it is not known.
func (l *layer) declare(a *archive, to table) error {
	if l.prj == nil || l.shp == nil {
		return to.crs("")
	}
	text, err := a.all(l.prj)
	if err != nil {
		return err
	}
	return to.crs(crsOfWKT(string(text)))
}

// join hands over the rows of the table with the shapes of the same number.
func (l *layer) join(ctx context.Context, a *archive, rows *dbf, shapes *shapes, to table) error {
	for number := 1; ; number++ {
		if number&0xff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		cells, deleted, err := rows.next()
		ended := errors.Is(err, io.EOF)
		if err != nil && !ended {
			return l.faulty(a, l.dbf, err)
		}
		var g orb.Geometry
		var unusable bool
		if shapes != nil {
			g, err = shapes.next(number)
			unusable = errors.Is(err, errShapeKind)
			switch last := errors.Is(err, io.EOF); {
			case last != ended:
				return geo.Invalid("ingest.Shapefile", phrase.ShapefileUneven.With(a.in.name, shortened(l.name), number-1))
			case err != nil && !last && !unusable:
				return l.faulty(a, l.shp, err)
			}
		}
		switch {
		case ended:
			return nil
		case deleted:
			continue
		case unusable:
			err = to.fault(number, "geometry", phrase.ShapeUnusable.With())
		default:
			err = to.row(number, cells, g)
		}
		if err != nil {
			return err
		}
	}
}

// faulty says in one sentence which part of the shapefile is not as it should be.
func (l *layer) faulty(a *archive, part *zip.File, cause error) error {
	var said *geo.Error
	if errors.As(cause, &said) {
		return cause
	}
	e := geo.Invalid("ingest.Shapefile", phrase.ShapefileDamaged.With(a.in.name, shortened(decodedName(partName(part)))))
	e.Err = cause
	return e
}

// encoding is that of the table's texts: what the user says, or the .cpg, what the table says of itself where that can be trusted, or else UTF-8 if all
// texts are that, and GB18030 if not. nil is UTF-8.
func (l *layer) encoding(ctx context.Context, a *archive) (encoding.Encoding, error) {
	if l.declared != "" {
		enc, known := codePage(l.declared)
		if !known {
			return nil, geo.Invalid("ingest.Shapefile", phrase.EncodingUnknown.With(shortened(l.declared)))
		}
		return enc, nil
	}
	if l.cpg != nil {
		text, err := a.all(l.cpg)
		if err != nil {
			return nil, err
		}
		if enc, known := codePage(string(text)); known {
			return enc, nil
		}
	}
	src, err := a.open(l.dbf)
	if err != nil {
		return nil, err
	}
	defer src.Close() //nolint:errcheck // it was read
	defer a.again(a.left)
	rows, err := newDBF(src, nil)
	if err != nil {
		return nil, l.faulty(a, l.dbf, err)
	}
	enc, err := rows.detect(ctx)
	if err != nil {
		err = l.faulty(a, l.dbf, err)
	}
	return enc, err
}

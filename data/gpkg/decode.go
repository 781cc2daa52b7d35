package gpkg

import (
	"strconv"
	"strings"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// A row is read as one text: the length of its geometry, its columns and then the geometry's bytes, with separators between. The
// separator cannot occur in a column: Validate refuses control characters, and lists are JSON.
const separator = "\x1f"

// decoder turns rows into records. The records' texts are parts of the text it decodes.
type decoder struct {
	days map[string]geo.Day // the days seen, since the same ones come again and again
}

func newDecoder() *decoder { return &decoder{days: map[string]geo.Day{}} }

// rows decodes all rows of a chunk into records, reusing their memory.
func (d *decoder) rows(t *table, chunk string, records []geo.Record) ([]geo.Record, error) {
	records = records[:0]
	for len(chunk) > 0 {
		if len(records) == cap(records) {
			records = append(records, geo.Record{})
		} else {
			records = records[:len(records)+1] // what an earlier chunk left there keeps its memory
		}
		rest, err := d.row(t, chunk, &records[len(records)-1])
		if err != nil {
			return nil, err
		}
		chunk = rest
	}
	return records, nil
}

// row decodes one row and returns what follows it.
func (d *decoder) row(t *table, chunk string, r *geo.Record) (rest string, err error) {
	r.Reset(t.schema.Collection)
	r.Position.Class = ""
	size, chunk, ok := strings.Cut(chunk, separator)
	if !ok {
		return "", rowDamaged(t, "geom")
	}
	for i := range t.columns {
		end := strings.IndexByte(chunk, separator[0])
		if end < 0 {
			return "", rowDamaged(t, t.columns[i].name)
		}
		if end > 0 {
			if err := t.columns[i].read(d, r, chunk[:end]); err != nil {
				return "", err
			}
		}
		chunk = chunk[end+1:]
	}
	if size == "" {
		return chunk, nil
	}
	n, err := strconv.Atoi(size)
	if err != nil || n > len(chunk) {
		return "", rowDamaged(t, "geom")
	}
	if r.Geometry, _, err = gpkgfile.DecodeGeometry([]byte(chunk[:n])); err != nil {
		return "", geo.Invalid("gpkg.decoder", phrase.RecordInvalid.With(r.Ref(), "geometry", phrase.GeometryBlobDamaged))
	}
	return chunk[n:], nil
}

func rowDamaged(t *table, column string) error {
	return geo.Invalid("gpkg.decoder", phrase.ColumnDamaged.With(t.name+"."+column, ""))
}

func (d *decoder) value(s string, f *geo.Field) (geo.Value, error) {
	if f.Type == geo.TypeDay {
		day, err := d.day(f.Name, s)
		return geo.OnDay(day), err
	}
	return gpkgfile.ParseValue(s, f)
}

func (d *decoder) day(name, s string) (geo.Day, error) {
	if day, ok := d.days[s]; ok {
		return day, nil
	}
	day, err := geo.ParseDay(s)
	if err != nil {
		return 0, geo.Invalid("gpkg.decoder", phrase.ColumnDamaged.With(name, s))
	}
	d.days[strings.Clone(s)] = day
	return day, nil
}

func (d *decoder) number(name, s string) (float64, error) {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, geo.Invalid("gpkg.decoder", phrase.ColumnDamaged.With(name, s))
	}
	return x, nil
}

func (d *decoder) version(s string) (geo.Cursor, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, geo.Invalid("gpkg.decoder", phrase.ColumnDamaged.With(versionColumn, s))
	}
	return geo.Cursor(n), nil
}

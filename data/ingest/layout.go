package ingest

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// layout is how the columns of one sheet are read. It does not change once it is made: rows are made of it on all cores.
type layout struct {
	file, sheet string
	line        int // of the headers
	index       int // among the sheets of the file
	collection  geo.Collection
	byName      bool // the collection was taken from the name of the file or sheet
	columns     []columnOf
	unknown     []string
	announced   []personal // columns whose header announces personal data
	guesses     []string   // "header → target" of what was guessed
	zone        string     // of rows that say none
	belts       bool       // the rows say to which belts they belong
	takesPart   bool       // the rows say who takes part
	place       placing
	asker       *asker // nil asks nobody
}

// columnOf is one column of a sheet.
type columnOf struct {
	header string
	target *target // nil: left out
}

// column is the header under which a target stands in the file, "" if none does.
func (l *layout) column(name string) string {
	for i := range l.columns {
		if t := l.columns[i].target; t != nil && t.name == name {
			return l.columns[i].header
		}
	}
	return ""
}

func (l *layout) has(name string) bool { return l.column(name) != "" }

// layout says what the columns of a sheet are.
func (s *source) layout(sheet string, line int, headers []string) (*layout, error) {
	l := &layout{file: s.Name, sheet: sheet, line: line, zone: s.options.Zone}
	if l.collection = s.options.As; l.collection == 0 {
		l.collection, l.byName = collectionOf(sheet), true
	}
	if l.collection == 0 {
		l.collection = s.as
	}
	if l.collection == 0 {
		return nil, unfit(phrase.CSVNeedsCollection.With(l.title()))
	}
	if len(headers) > MaxColumns {
		return nil, geo.Invalid("ingest.table", phrase.CSVTooManyColumns.With(l.title(), len(headers), MaxColumns))
	}
	if err := l.read(s, headers); err != nil {
		return nil, err
	}
	if !l.has("id") && !l.has("name_zh") && l.collection != geo.Ground {
		return nil, unfit(phrase.CSVNoHeader.With(l.title()))
	}
	if l.has(longitudeColumn) != l.has(latitudeColumn) || l.has(xColumn) != l.has(yColumn) {
		return nil, geo.Invalid("ingest.table", phrase.CSVHalfPosition.With(l.title()))
	}
	l.belts = l.has(geo.BeltsOf.Name)
	l.takesPart = l.has(participantsColumn) || l.has(geo.Awaited.Name)
	return l, nil
}

// errUnfit marks a sheet that is no list of ours.
var errUnfit = errors.New("the sheet is no list of a collection")

func unfit(text phrase.Text) error {
	e := geo.Invalid("ingest.table", text)
	e.Err = errUnfit
	return e
}

// title names the sheet for a sentence.
func (l *layout) title() string {
	if l.sheet == "" {
		return l.file
	}
	return l.file + " [" + shortened(l.sheet) + "]"
}

// read finds a target for every header. What --map says is surest, then a field's name, its label, and a synonym; of two synonyms for one thing
// the first counts.
func (l *layout) read(s *source, headers []string) error {
	schema, known := geo.SchemaOf(l.collection), synonyms(l.collection)
	sure := map[string]int{}
	at := map[string]int{}
	for _, header := range headers {
		if !utf8.ValidString(header) {
			return geo.Invalid("ingest.table", phrase.CSVNotUTF8.With(l.title()))
		}
		header = strings.Clone(strings.TrimSpace(header))
		column := columnOf{header: header}
		t, how, err := s.target(l, schema, known, header)
		if err != nil {
			return err
		}
		switch {
		case t == nil && geo.PersonHeader(header):
			l.announced = append(l.announced, personal{header, phrase.PersonHeader})
		case s.left.has(header) || t != nil && t.name == nothingColumn:
		case t == nil:
			l.leave(header)
		case sure[t.name] == 0 || how > sure[t.name] && sure[t.name] <= bySynonym:
			if sure[t.name] > 0 {
				l.leave(l.columns[at[t.name]].header)
				l.columns[at[t.name]].target = nil
			}
			column.target, sure[t.name], at[t.name] = t, how, len(l.columns)
		case how <= bySynonym:
			l.leave(header)
		default:
			return geo.Invalid("ingest.table", phrase.CSVColumnTwice.With(l.title(), l.columns[at[t.name]].header, header, t.name))
		}
		l.columns = append(l.columns, column)
	}
	for _, c := range l.columns {
		if c.target != nil && sure[c.target.name] < byName {
			l.guesses = append(l.guesses, shortened(c.header)+" → "+c.target.name)
		}
	}
	return nil
}

func (l *layout) leave(header string) {
	if header != "" && header != "version" && header != "collection" && len(l.unknown) < 200 && !slices.Contains(l.unknown, header) {
		l.unknown = append(l.unknown, header)
	}
}

// target is what a header stands for, by --map or by guessing.
func (s *source) target(l *layout, schema *geo.Schema, known map[string]string, header string) (*target, int, error) {
	key, name, mapped := s.mapping.of(l.collection, header)
	if !mapped {
		t, how := guess(schema, known, header)
		return t, how, nil
	}
	s.used[key] = true
	t := targetOf(schema, name)
	if t == nil {
		return nil, 0, geo.Invalid("ingest.table", phrase.MapUnknown.With(header, name, l.collection.String()))
	}
	if geo.PersonHeader(header) {
		return nil, 0, geo.Invalid("ingest.table", phrase.MapPersonal.With(header))
	}
	return t, byMap, nil
}

package ingest

import (
	"maps"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// heading is a plain header in a collection, or in any.
type heading struct {
	collection geo.Collection
	header     string
}

// mapping is what the user says of columns.
type mapping map[heading]string

func (m mapping) of(c geo.Collection, header string) (heading, string, bool) {
	for _, in := range [...]geo.Collection{c, 0} {
		key := heading{in, plainHeader(header)}
		if property, said := m[key]; said {
			return key, property, true
		}
	}
	return heading{}, "", false
}

// newMapping refuses what no collection, or not the one said, has.
func newMapping(said []Mapping) (mapping, error) {
	m := mapping{}
	for _, one := range said {
		fits := false
		for _, c := range geo.AllCollections() {
			fits = fits || (one.Collection == 0 || one.Collection == c) && targetOf(geo.SchemaOf(c), one.Property) != nil
		}
		if !fits {
			return nil, geo.Invalid("ingest.Map", phrase.MapNowhere.With(one.Header, one.Property))
		}
		m[heading{one.Collection, plainHeader(one.Header)}] = one.Property
	}
	return m, nil
}

// understood is how the columns of all files were read, to be said again another time.
func (s *survey) understood() []Mapping {
	seen := map[heading]Mapping{}
	for _, src := range s.sources {
		for _, l := range src.sheets {
			for _, c := range l.columns {
				if c.target != nil {
					seen[heading{l.collection, plainHeader(c.header)}] = Mapping{l.collection, c.header, c.target.name}
				}
			}
		}
	}
	for key, property := range s.mapping {
		if _, known := seen[key]; property == nothingColumn && !known {
			seen[key] = Mapping{key.collection, key.header, property}
		}
	}
	return slices.SortedFunc(maps.Values(seen), func(a, b Mapping) int {
		if a.Collection != b.Collection {
			return int(a.Collection) - int(b.Collection)
		}
		if a.Header < b.Header {
			return -1
		}
		return 1
	})
}

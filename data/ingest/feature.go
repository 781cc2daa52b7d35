package ingest

import (
	"encoding/json"
	"maps"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Said is one thing that is wrong with a feature: the property, "geometry", "id", or "" for the whole, and a sentence that never quotes personal data.
type Said struct {
	Field string
	Text  phrase.Text
}

// Feature reads one GeoJSON feature of a collection, as Features does, and says everything that is wrong with it instead of the first thing: properties
// that no record of the collection has, too. Members that are derived or counted by the store (an enterprise's status, version), links and
// bbox among them, are passed over, so that what was read can be sent back. Without an id the record gets the one that an import would give it. Whether
// its links lead anywhere is not asked.
func Feature(text []byte, as geo.Collection) (geo.Record, []Said) {
	malformed := []Said{{"", phrase.FeatureMalformed.With()}}
	if !json.Valid(text) {
		return geo.Record{}, malformed
	}
	var said []Said
	var record geo.Record
	h := newHasher()
	g := &geojsonReader{as: as, hash: &h, unknown: map[string]bool{}, visit: func(r *row) error {
		for i := range r.findings {
			if f := &r.findings[i]; f.Severity == "error" {
				said = append(said, Said{f.Column, f.Text()})
			}
		}
		for _, p := range r.personal {
			said = append(said, Said{p.column, phrase.PersonalData.With(p.column, p.what)})
		}
		if len(said) > 0 {
			return nil // there may be no more of a record than a number
		}
		record = r.record.Clone()
		r.giveBack(&record)
		return nil
	}}
	var f jsonFeature
	if !eachMember(text, f.take) || g.feature(&f) != nil {
		return geo.Record{}, malformed
	}
	for _, name := range slices.Sorted(maps.Keys(g.unknown)) {
		said = append(said, Said{shortValue(name), phrase.PropertyUnknown.With(shortValue(name), as.String())})
	}
	if len(said) > 0 {
		return geo.Record{}, said
	}
	for _, f := range record.Validate() { // the row was looked at without its links
		if f.Severity == geo.Fault {
			said = append(said, Said{f.Field, f.Text})
		}
	}
	return owned(&record), said
}

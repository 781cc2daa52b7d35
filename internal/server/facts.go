package server

import (
	"context"
	"net/http"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

// facts answers all figures at once: there are hundreds, not thousands, and a conflict is only seen with both sides present.
func (s *Server) facts(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool { return name == "zone" || name == "subject" })
	if err != nil {
		return err
	}
	if err := given.format("json"); err != nil {
		return err
	}
	sight := askerOf(r).sight
	q := world.Query{Sight: sight}
	if zone, ok := given["zone"]; ok {
		if !geo.ValidID(zone) {
			return badParameter("zone", phrase.IDMalformed.With(zone))
		}
		q.Equal = append(q.Equal, world.Condition{Field: geo.Zone, Value: geo.Text(zone)})
	}
	if subject, ok := given["subject"]; ok {
		if kind, id, two := strings.Cut(subject, "/"); !two || kind == "" || !geo.ValidID(id) {
			return badParameter("subject", phrase.SubjectMalformed.With(subject))
		}
		q.Equal = append(q.Equal, world.Condition{Field: geo.Subject, Value: geo.Text(subject)})
	}
	buffer := s.buffers.body()
	defer s.buffers.release(buffer)
	b := append(*buffer, `{"facts":[`...)
	t, first := s.app.World().Table(geo.Facts), true
	err = s.work(r, func(ctx context.Context) error {
		rows, _ := t.Page(q, "", t.Len()+1) // in the order of their ids
		for _, row := range rows {
			if !first {
				b = append(b, ",\n"...)
			}
			first = false
			b = appendFact(b, t, row, sight)
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	b = append(b, "]}\n"...)
	*buffer = b
	return s.document(w, r, jsonType, languageOf(r), b)
}

func appendFact(b []byte, t *world.Table, row world.Row, sight geo.Sight) []byte {
	for i, m := range [...]struct {
		name  string
		field *geo.Field
	}{
		{"id", geo.ID}, {"zone", geo.Zone}, {"subject", geo.Subject}, {"indicator_zh", geo.NameZH}, {"indicator_en", geo.NameEN},
		{"value", geo.FactValue}, {"qualifier", geo.FactQualifier}, {"unit", geo.FactUnit}, {"period", geo.FactPeriod}, {"source", geo.Source},
	} {
		if i == 0 {
			b = append(b, '{')
		} else {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), m.name...), `":`...)
		b = appendValue(b, t.Value(row, m.field, sight))
	}
	b = append(b, `,"conflicts_with":`...)
	if v := t.Value(row, geo.ConflictsWith, sight); v.IsNone() {
		b = append(b, "[]"...)
	} else {
		b = appendValue(b, v)
	}
	return append(b, '}')
}

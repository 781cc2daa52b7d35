package ingest

import (
	"context"
	"fmt"
	"sync"

	"beltmap/data/geocode"
	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// Geocoding makes what is asked for the places of addresses. The zones are the store's whose position is true.
type Geocoding func(zones []geocode.ZonePlace) (geocode.Geocoder, error)

// asker asks for the places of rows. The files are read more than once, so answers are kept: a service is asked once a text.
type asker struct {
	ctx      context.Context
	geocoder geocode.Geocoder
	mu       sync.Mutex
	answers  map[geocode.Query]geocode.Answer
}

func (a *asker) ask(q geocode.Query) (geocode.Answer, error) {
	a.mu.Lock()
	known, found := a.answers[q]
	a.mu.Unlock()
	if found {
		return known, nil
	}
	answer, err := a.geocoder.Geocode(a.ctx, q)
	if err == nil {
		a.mu.Lock()
		a.answers[q] = answer
		a.mu.Unlock()
	}
	return answer, err
}

// prepare makes the asker when the store's zones are known.
func (s *survey) prepare() error {
	if s.options.Geocoding == nil || s.asker != nil {
		return nil
	}
	geocoder, err := s.options.Geocoding(s.zones)
	if err != nil {
		return err
	}
	s.asker = &asker{ctx: s.ctx, geocoder: geocoder, answers: map[geocode.Query]geocode.Answer{}}
	for _, src := range s.sources {
		src.asker = s.asker
	}
	return nil
}

// zonePlace is a zone of the store as a gazetteer takes it.
func zonePlace(r *geo.Record) (geocode.ZonePlace, bool) {
	if r.Geometry == nil || r.Position.Class == geo.Illustrative || r.Position.Class == geo.Synthetic {
		return geocode.ZonePlace{}, false
	}
	at := r.Geometry.Bound().Center()
	z := geocode.ZonePlace{ID: cloned(r.ID), Names: []string{cloned(r.NameZH)}, Code: cloned(r.Get(geo.Adcode).Text()), Point: crs.WGS84(at), Class: geo.InZone}
	return z, true
}

// geocode finds the place of a row that has an address and no position. What it does not find stays unlocated and is said.
func (l *layout) geocode(r *row, classed bool) bool {
	if r.address == "" || l.asker == nil || geo.SchemaOf(l.collection).Shapes&geo.PointShape == 0 {
		locate(&r.record, nil, classed)
		return true
	}
	answer, err := l.asker.ask(geocode.Query{Address: r.address, Name: r.record.NameZH, ZoneName: r.record.Zone})
	if err != nil {
		r.err = err
		return false
	}
	if answer.Class == geo.Unlocated {
		r.say("warning", "unlocated", addressColumn, r.address, phrase.AddressUnfound.With())
		r.record.Position.Class = geo.Unlocated
		return true
	}
	r.record.Geometry = orb.Point(answer.Point)
	r.record.Position = geo.Position{Class: answer.Class, Source: fmt.Sprintf("%s %s %.2f", answer.Provider, answer.Level, answer.Score), CRS: answer.CRS, X: answer.X, Y: answer.Y}
	return true
}

package server

import (
	"context"
	"net/http"
	"strconv"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"github.com/paulmach/orb"
)

const (
	usualCandidates = 50
	farthest        = 20_000 // metres from a belt that can be asked for
)

type candidateJSON struct {
	Target        string       `json:"target"`
	NameZH        string       `json:"name_zh"`
	NameEN        *string      `json:"name_en"`
	Zone          *string      `json:"zone"`
	PositionClass string       `json:"position_class"`
	Point         orb.Point    `json:"point"`
	Stars         *int         `json:"stars"`
	Honors        []tour.Honor `json:"honors"`
	Metres        *float64     `json:"metres"`
}

// candidates answers which places may become a stop.
func (s *Server) candidates(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool {
		switch name {
		case "zone", "belt", "metres", "stars", "honor", "alliance", "limit":
			return true
		}
		return false
	})
	if err == nil {
		err = given.format("json")
	}
	if err != nil {
		return err
	}
	want, err := given.wanted()
	if err != nil {
		return err
	}
	now := s.app.World()
	want.Sight = askerOf(r).sight
	for collection, id := range map[geo.Collection]string{geo.Belts: want.Belt, geo.Alliances: want.Alliance} {
		if _, there := now.Table(collection).Find(id); id != "" && !there {
			return notFound(phrase.ItemMissing.With(collection.String(), id))
		}
	}
	var found []tour.Candidate
	matched := 0
	if err := s.work(r, func(ctx context.Context) (err error) {
		found, matched, err = tour.Candidates(ctx, now, want)
		return err
	}); err != nil {
		return err
	}
	listed := make([]candidateJSON, 0, len(found))
	for _, c := range found {
		one := candidateJSON{Target: c.Collection.String() + "/" + c.ID, NameZH: c.NameZH, NameEN: textOrNull(c.NameEN), Zone: textOrNull(c.Zone), PositionClass: string(c.Class), Point: c.Point, Honors: c.Honors}
		if c.Stars >= 0 {
			one.Stars = &c.Stars
		}
		if c.Metres >= 0 {
			metres := float64(int(c.Metres*10+0.5)) / 10
			one.Metres = &metres
		}
		listed = append(listed, one)
	}
	return s.json(w, r, jsonType, languageOf(r), struct {
		AsOf       string          `json:"as_of"`
		Version    geo.Cursor      `json:"version"`
		Matched    int             `json:"numberMatched"`
		Candidates []candidateJSON `json:"candidates"`
	}{now.Day().String(), now.Version(), matched, listed})
}

func (p parameters) wanted() (want tour.Wanted, err error) {
	want = tour.Wanted{Zone: p["zone"], Belt: p["belt"], Alliance: p["alliance"], Honor: p["honor"]}
	for name, id := range map[string]string{"zone": want.Zone, "belt": want.Belt, "alliance": want.Alliance} {
		if id != "" && !geo.ValidID(id) {
			return want, badParameter(name, phrase.IDMalformed.With(id))
		}
	}
	if _, level := geo.HonorLevel.CodeLabel(want.Honor); want.Honor != "" && want.Honor != tour.AnyHonor && !level {
		return want, badParameter("honor", phrase.CodeUnknown.With("honor", want.Honor, tour.AnyHonor+", national, provincial, city, county, zone"))
	}
	if want.Limit, err = p.limit(usualCandidates, maxLimit); err != nil {
		return want, err
	}
	want.Stars = -1
	if _, is := p["stars"]; is {
		if want.Stars, err = p.count("stars", 0, 0, 5); err != nil {
			return want, err
		}
	}
	if text, is := p["metres"]; is {
		if want.Metres, err = strconv.ParseFloat(text, 64); err != nil || !(want.Metres > 0 && want.Metres <= farthest) || want.Belt == "" {
			return want, badParameter("metres", phrase.TourMetres.With(text, farthest))
		}
	}
	return want, nil
}

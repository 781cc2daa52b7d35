package server

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"beltmap/geo/world"
	"github.com/gorilla/mux"
	"github.com/paulmach/orb"
)

// listedTour is a tour as the list has it. What is not known is null.
type listedTour struct {
	ID          string  `json:"id"`
	NameZH      string  `json:"name_zh"`
	NameEN      *string `json:"name_en"`
	Zone        *string `json:"zone"`
	Event       *string `json:"event"`
	EventStatus *string `json:"event_status"` // planned or held
	Date        *string `json:"date"`         // of the event
	Status      string  `json:"status"`       // of the tour; one of none is a draft
	Stops       int     `json:"stops"`
}

func listed(r *tour.Route) listedTour {
	t := listedTour{ID: r.Record.ID, NameZH: r.Record.NameZH, NameEN: textOrNull(r.Record.NameEN), Zone: textOrNull(r.Record.Zone),
		Event: textOrNull(r.Record.Get(geo.EventOf).Text()), Status: cmp.Or(r.Record.Get(geo.TourStatus).Text(), geo.TourDraft), Stops: len(r.Stops)}
	if r.Event != nil {
		t.EventStatus = textOrNull(r.Event.Get(geo.EventStatus).Text())
		t.Date = textOrNull(r.Event.Get(geo.HeldOn).String())
	}
	return t
}

// tours lists the tours that the asker is shown, by id.
func (s *Server) tours(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	now, sight := s.app.World(), askerOf(r).sight
	all := []listedTour{}
	err = s.work(r, func(ctx context.Context) error {
		return each(ctx, now.Table(geo.Tours), world.Query{Sight: sight}, func(row world.Row) {
			if found, there := tour.Find(now, now.Table(geo.Tours).ID(row), sight); there {
				all = append(all, listed(found))
			}
		})
	})
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b listedTour) int { return cmp.Compare(a.ID, b.ID) })
	return s.json(w, r, jsonType, lang, struct {
		Tours []listedTour `json:"tours"`
	}{all})
}

// tourOf is the tour that a path names, as its asker is shown it. One that was withdrawn is gone to whoever is not.
func (s *Server) tourOf(r *http.Request, now *world.World) (*tour.Route, error) {
	id := mux.Vars(r)["tour"]
	if found, there := tour.Find(now, id, askerOf(r).sight); there {
		return found, nil
	}
	t := now.Table(geo.Tours)
	if row, there := t.Find(id); there && t.Value(row, geo.TourStatus, geo.PublicSight()).Text() == geo.TourWithdrawn {
		return nil, &fault{kind: problemGone, text: phrase.TourIsWithdrawn.With(t.Value(row, geo.NameZH, geo.PublicSight()).Text())}
	}
	return nil, notFound(phrase.TourMissing.With(shortened(id)))
}

// legsOf are the ways between stops: by road if there are roads, straight at the speeds of the settings if there are none.
func (s *Server) legsOf(now *world.World) tour.Legs {
	straight := tour.StraightOf(now.Settings())
	if roads := s.app.Roads(); roads != nil {
		return tour.ByRoad{Network: roads.Network, Straight: straight}
	}
	return straight
}

// passages are a tour in its own order, and to whom the roads are owed that it follows, "" if it follows none. A tour of more stops than can be planned
// follows none: each of its legs is a search.
func (s *Server) passages(now *world.World, found *tour.Route) (all []tour.Passage, credit string) {
	legs := s.legsOf(now)
	if len(found.Stops) > tour.MaxStops {
		legs = tour.StraightOf(now.Settings())
	}
	all = tour.Itinerary(found, legs)
	if roads := s.app.Roads(); roads != nil && slices.ContainsFunc(all, func(p tour.Passage) bool { return p.Leg != nil && !p.Leg.Estimated }) {
		credit = roads.Credit
	}
	return all, credit
}

// tourFeature is a stop or a leg.
type tourFeature struct {
	Type       string `json:"type"`
	ID         string `json:"id,omitempty"`
	Geometry   any    `json:"geometry"`
	Properties any    `json:"properties"`
}

type geometryJSON struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

type stopJSON struct {
	Kind          string       `json:"kind"` // stop
	Seq           int          `json:"seq"`
	Target        *string      `json:"target"`
	NameZH        string       `json:"name_zh"`
	NameEN        *string      `json:"name_en"`
	PositionClass string       `json:"position_class"`
	Dwell         int          `json:"dwell"`
	DwellAssumed  bool         `json:"dwell_assumed"`
	Opens         *string      `json:"opens"`
	Closes        *string      `json:"closes"`
	Capacity      *int         `json:"capacity"`
	StepFree      *string      `json:"step_free"`
	Lunch         bool         `json:"lunch"`
	StoryZH       *string      `json:"story_zh"`
	StoryEN       *string      `json:"story_en"`
	StorySource   *string      `json:"story_source"`
	Arrive        *string      `json:"arrive"` // null where the tour gives no start
	Leave         *string      `json:"leave"`
	Honors        []tour.Honor `json:"honors"` // valid on the day
}

type legJSON struct {
	Kind      string `json:"kind"` // leg
	Seq       int    `json:"seq"`  // of the stop that it leads to
	From      string `json:"from"`
	To        string `json:"to"`
	Mode      string `json:"mode"`
	Minutes   int    `json:"minutes"`
	Metres    int    `json:"metres"`
	Estimated bool   `json:"estimated"`
}

func stopOf(now *world.World, stop *tour.Stop, seq int) stopJSON {
	j := stopJSON{Kind: "stop", Seq: seq, Target: textOrNull(stop.Target), NameZH: stop.NameZH, NameEN: textOrNull(stop.NameEN), PositionClass: string(stop.Class),
		Dwell: stop.Visit.Dwell, DwellAssumed: !stop.DwellKnown, StepFree: textOrNull(stop.StepFree), Lunch: stop.Lunch, StoryZH: textOrNull(stop.StoryZH),
		StoryEN: textOrNull(stop.StoryEN), StorySource: textOrNull(stop.StorySource), Honors: tour.HonorsOf(now, stop.Target)}
	if stop.Visit.Opens > 0 {
		j.Opens = clockOrNull(stop.Visit.Opens)
	}
	if stop.Visit.Closes > 0 {
		j.Closes = clockOrNull(stop.Visit.Closes)
	}
	if stop.Visit.Capacity > 0 {
		j.Capacity = &stop.Visit.Capacity
	}
	return j
}

func clockOrNull(minutes int) *string {
	text := geo.Clock(minutes).String()
	return &text
}

// tour answers a tour as GeoJSON, its stops in order and then the legs between those that have a place, or as a file to take along.
func (s *Server) tour(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, nil)
	if err == nil {
		err = given.format(tourFormats()...)
	}
	if err != nil {
		return err
	}
	lang, now := languageOf(r), s.app.World()
	found, err := s.tourOf(r, now)
	if err != nil {
		return err
	}
	if f := given["f"]; f != "" && f != "json" && f != "geojson" {
		return s.tourFile(w, r, now, found, f)
	}
	features := []tourFeature{}
	var lines []tourFeature
	passages, credit := s.passages(now, found)
	for _, p := range passages {
		properties := stopOf(now, p.Stop, p.Seq)
		if p.Timed {
			properties.Arrive, properties.Leave = clockOrNull(int(p.Arrive)), clockOrNull(int(p.Leave))
		}
		feature := tourFeature{Type: "Feature", ID: p.ID, Properties: properties}
		if p.Located {
			feature.Geometry = geometryJSON{"Point", p.Point}
		}
		if p.Leg != nil {
			lines = append(lines, legFeature(*p.Leg, found.Stops[p.From].ID, p.ID, p.Seq))
		}
		features = append(features, feature)
	}
	return s.json(w, r, geoJSON, lang, struct {
		Type        string        `json:"type"`
		Tour        listedTour    `json:"tour"`
		Attribution *string       `json:"attribution"` // of the roads that legs follow
		Features    []tourFeature `json:"features"`
	}{"FeatureCollection", listed(found), textOrNull(credit), append(features, lines...)})
}

func legFeature(leg tour.Leg, from, to string, seq int) tourFeature {
	line := make([]orb.Point, len(leg.Path))
	for i, p := range leg.Path {
		line[i] = orb.Point{geo.RoundDegrees(p[0]), geo.RoundDegrees(p[1])}
	}
	return tourFeature{Type: "Feature", Geometry: geometryJSON{"LineString", line},
		Properties: legJSON{"leg", seq, from, to, leg.Mode.String(), leg.Minutes, leg.Metres, leg.Estimated}}
}

// inOrder is the order of a list as it stands.
func inOrder(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

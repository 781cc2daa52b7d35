package server

import (
	"context"
	"math"
	"net/http"
	"slices"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

const mostMisfits = 1000 // that are listed

type serviceCenter struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Stated  bool     `json:"stated"`
	Metres  *float64 `json:"metres"`
	Minutes *float64 `json:"minutes"`
}

type serviceGrid struct {
	ID          string         `json:"id"`
	Code        *string        `json:"code"`
	NameZH      *string        `json:"name_zh"`
	NameEN      *string        `json:"name_en"`
	Kind        *string        `json:"kind"`
	Status      *string        `json:"status"`
	Menu        []string       `json:"menu"`
	Served      bool           `json:"served"`
	Center      *serviceCenter `json:"center"`
	Enterprises int            `json:"enterprises"`
	Located     int            `json:"located"`
	Within      int            `json:"within"`
	NoWay       int            `json:"way_unknown"`
	Instructors *int           `json:"instructors,omitempty"`
	Unstated    *int           `json:"instructors_unknown,omitempty"`
}

type misfit struct {
	ID      string   `json:"id"`
	NameZH  *string  `json:"name_zh"`
	NameEN  *string  `json:"name_en"`
	Why     string   `json:"why"`
	Stated  *string  `json:"stated"`
	Derived []string `json:"derived"`
}

// servicesAnswer is one answer about the grids of a zone.
type servicesAnswer struct {
	world   *world.World // of the day asked for
	zone    string
	minutes float64
	on      walk
	sight   geo.Sight
	lang    phrase.Lang
	sheet   int // of the workbook, that is wanted as CSV
	found   *coverage.Services
	grids   []serviceGrid // of found, in its order
}

// serviceFigures is all of an answer but its grids.
type serviceFigures struct {
	Unserved    int            `json:"grids_unserved"`
	Enterprises int            `json:"enterprises"`
	InOne       int            `json:"in_one_grid"`
	FixBy       map[string]int `json:"fix_by"`
	Fix         []misfit       `json:"fix"`
	Passport    provenance     `json:"passport"`
}

// serviceGrids answers which center serves which grid of a zone, and which enterprises are not in exactly one.
func (s *Server) serviceGrids(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool {
		return slices.Contains([]string{"zone", "as_of", "minutes", "speed", "detour", "distance", "sheet"}, name)
	})
	if err != nil {
		return err
	}
	a, day, err := s.servicesAsked(r, given)
	if err != nil {
		return err
	}
	q := coverage.ServiceRequest{Zone: a.zone, Sight: a.sight, Metres: a.on.metres(a.minutes)}
	if a.on.roads != nil {
		q.Ways = a.on.roads
	}
	if err := s.work(r, func(ctx context.Context) (err error) {
		if a.world, err = s.worldOn(ctx, a.world, day); err != nil {
			return err
		}
		if err := thereOn(a.world, &a.zone); err != nil {
			return err
		}
		a.found, err = coverage.LookServices(ctx, a.world, q)
		return err
	}); err != nil {
		return err
	}
	for i := range a.found.Grids {
		a.grids = append(a.grids, gridAnswer(a.world, &a.found.Grids[i], a.lang, a.minutes/q.Metres))
	}
	return s.writeServices(w, r, a, given)
}

// servicesAsked reads a request for service grids. The World is today's still.
func (s *Server) servicesAsked(r *http.Request, given parameters) (a *servicesAnswer, day geo.Day, err error) {
	if err := given.format(serviceFormats()...); err != nil {
		return nil, 0, err
	}
	a = &servicesAnswer{world: s.app.World(), sight: askerOf(r).sight, lang: languageOf(r), grids: []serviceGrid{}}
	if a.sheet, err = given.sheet(serviceSheets()); err != nil {
		return nil, 0, err
	}
	if day, err = given.asOf(a.world.Day()); err != nil {
		return nil, 0, err
	}
	if a.zone, err = given.zoneOfSomeDay(a.world); err != nil {
		return nil, 0, err
	}
	if a.minutes, err = given.decimal("minutes", a.world.Settings().Number(geo.CircleMinutes), 1, 60); err != nil {
		return nil, 0, err
	}
	a.on, err = s.walked(given)
	return a, day, err
}

// writeServices answers in the format that is asked for.
func (s *Server) writeServices(w http.ResponseWriter, r *http.Request, a *servicesAnswer, given parameters) error {
	if given.isFile() {
		name := a.zone + "-" + a.world.Day().String()
		file := takenAway{object: "service-grids", name: "service-grids-" + name, chinese: phrase.ServiceFile.ZH + "-" + name}
		return s.takeAway(w, r, given["f"], file.of([]export.Sheet{a.gridSheet(), a.fixSheet()}, a.sheet))
	}
	if given["f"] == "geojson" {
		body, err := joined(a.features(), a.figures())
		if err != nil {
			return err
		}
		return s.document(w, r, geoJSON, a.lang, body)
	}
	return s.json(w, r, jsonType, a.lang, struct {
		Grids []serviceGrid `json:"grids"`
		serviceFigures
	}{a.grids, a.figures()})
}

func (a *servicesAnswer) figures() serviceFigures {
	f := serviceFigures{Enterprises: a.found.Enterprises, InOne: a.found.InOne}
	for i := range a.grids {
		if !a.grids[i].Served {
			f.Unserved++
		}
	}
	f.Fix, f.FixBy = misfits(a.world, a.found.Misfits)
	f.Passport = provenanceOf(a.world, a.lang, phrase.ServicesDefinition.With(a.on.said()), a.on.enter(map[string]any{"zone": a.zone, "as_of": a.world.Day().String(), "minutes": a.minutes}),
		geo.Grids, geo.Centers, geo.Enterprises).counting(f.InOne, f.Enterprises, f.FixBy[coverage.Unplaced.String()])
	return f
}

func gridAnswer(w *world.World, g *coverage.Service, lang phrase.Lang, minutesPerMetre float64) serviceGrid {
	t := w.Table(geo.Grids)
	text := func(f *geo.Field) *string { return textOrNull(t.Value(g.Grid, f, geo.PublicSight()).Text()) }
	a := serviceGrid{ID: t.ID(g.Grid), Code: text(geo.GridCode), NameZH: text(geo.NameZH), NameEN: text(geo.NameEN), Kind: text(geo.GridKind), Status: text(geo.GridStatus),
		Menu: []string{}, Served: g.Served, Enterprises: g.Enterprises, Located: g.Located, Within: g.Within, NoWay: g.NoWay}
	if menu := t.Value(g.Grid, geo.Menu, geo.PublicSight()); !menu.IsNone() {
		a.Menu = menu.Items()
	}
	if g.Center >= 0 {
		centers := w.Table(geo.Centers)
		name := centers.Value(g.Center, geo.NameEN, geo.PublicSight()).Text()
		if lang == phrase.Chinese || name == "" {
			name = centers.Value(g.Center, geo.NameZH, geo.PublicSight()).Text()
		}
		a.Center = &serviceCenter{ID: centers.ID(g.Center), Name: name, Stated: g.Stated}
		if !math.IsNaN(g.Metres) {
			metres, minutes := math.Round(g.Metres*10)/10, math.Round(g.Metres*minutesPerMetre*10)/10
			a.Center.Metres, a.Center.Minutes = &metres, &minutes
		}
	}
	if g.Seen > 0 {
		a.Instructors, a.Unstated = &g.Instructors, &g.Unstated
	}
	return a
}

// misfits are the first enterprises to fix, and how many there are for each reason.
func misfits(w *world.World, all []coverage.Misfit) (list []misfit, by map[string]int) {
	t := w.Table(geo.Enterprises)
	list, by = []misfit{}, map[string]int{}
	for m := range coverage.NumMismatches {
		by[m.String()] = 0
	}
	for _, m := range all {
		by[m.Why.String()]++
		if len(list) == mostMisfits {
			continue
		}
		text := func(f *geo.Field) *string { return textOrNull(t.Value(m.Row, f, geo.PublicSight()).Text()) }
		list = append(list, misfit{t.ID(m.Row), text(geo.NameZH), text(geo.NameEN), m.Why.String(), textOrNull(m.Stated), append([]string{}, m.Derived...)})
	}
	return list, by
}

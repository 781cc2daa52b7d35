package server

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/siting"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// The bounds and defaults of questions about sites.
const (
	usualSites   = 3
	mostCapacity = 10_000_000
)

// centersAnswer is one answer about sites for centers. A reader who does not see the zone from inside gets none, and is told how many enterprises he does not see.
type centersAnswer struct {
	world      *world.World
	ask        siting.CenterRequest
	on         walk
	parameters map[string]any // that the answer depends on
	unused     []string       // given, and no part of the model
	plan       siting.CenterPlan
	unseen     int
}

// centers answers where service centers could be put in a zone.
func (s *Server) centers(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool {
		return slices.Contains([]string{"zone", "p", "metres", "minutes", "speed", "detour", "distance", "model", "demand", "capacity", "candidates"}, name)
	})
	if err != nil {
		return err
	}
	if err := given.format("json", "geojson", "csv", "xlsx"); err != nil {
		return err
	}
	a := centersAnswer{world: s.app.World(), ask: siting.CenterRequest{Sight: askerOf(r).sight, Distances: siting.Straight{Factor: 1}}}
	if a.on, err = s.walked(given); err != nil {
		return err
	}
	if a.on.roads != nil {
		a.ask.Distances = a.on.roads
	}
	if err := a.read(given); err != nil {
		return err
	}
	if err := s.work(r, a.find); err != nil {
		return err
	}
	if format := given["f"]; format == "csv" || format == "xlsx" {
		return s.centersFile(w, r, &a, format)
	}
	lang, kind := languageOf(r), jsonType
	if given["f"] == "geojson" {
		kind = geoJSON
	}
	links := []link{{Href: hrefOf(s.base(r)+"/api/siting/centers", given, ""), Rel: "self", Type: kind, Title: phrase.LinkSelf.In(lang)}}
	body, err := a.body(lang, kind == geoJSON, links)
	if err != nil {
		return err
	}
	return s.versioned(w, r, kind, lang, a.world, body)
}

// find looks for the sites.
func (a *centersAnswer) find(ctx context.Context) (err error) {
	if a.ask.Sight.Class(a.ask.Zone) != geo.Internal {
		a.unseen = enterprisesOf(a.world, a.ask.Zone)
		return nil
	}
	a.plan, err = siting.Centers(ctx, a.world, a.ask)
	if err != nil && a.ask.Model != siting.SetCover && a.plan.Candidates > 0 && a.ask.P > a.plan.Candidates {
		return badParameter("p", phrase.SitingTooManySites.With(a.ask.P, a.plan.Candidates))
	}
	return err
}

// read is the question. What is given and is no part of the model is named in the answer, so that a model can be changed and all else kept.
func (a *centersAnswer) read(given parameters) (err error) {
	q := &a.ask
	if q.Zone, err = given.oneZone(a.world); err != nil {
		return err
	}
	names := []string{}
	for _, m := range siting.Models() {
		names = append(names, m.String())
	}
	model, err := given.choice("model", names)
	if err != nil {
		return err
	}
	q.Model = siting.Models()[model]
	if q.P, err = given.count("p", usualSites, 1, siting.MostSites); err != nil {
		return err
	}
	demand, err := given.choice("demand", demandNames())
	if err != nil {
		return err
	}
	q.Employees = demand == 1
	capacity, err := given.count("capacity", 0, 1, mostCapacity)
	if err != nil {
		return err
	}
	q.Capacity = int64(capacity)
	if q.From, q.At, err = given.sites(); err != nil {
		return err
	}
	a.parameters = map[string]any{"zone": q.Zone, "model": q.Model.String(), "demand": demandNames()[demand], "distance": a.on.name()}
	if a.on.roads != nil {
		a.parameters["roads"] = a.on.roads.Source
	}
	if err := a.reach(given); err != nil {
		return err
	}
	a.keep(given, "p", q.P, q.Model != siting.SetCover)
	a.keep(given, "capacity", q.Capacity, q.Model == siting.MaxCovering && q.Capacity > 0)
	if a.parameters["candidates"] = strings.Join(siting.SourceNames(), ","); given["candidates"] != "" {
		a.parameters["candidates"] = given["candidates"]
	}
	slices.Sort(a.unused)
	return nil
}

func demandNames() []string { return []string{"enterprises", "employees"} }

// keep enters a parameter in the passport if it counts, else among the unused if it was given.
func (a *centersAnswer) keep(given parameters, name string, value any, counts bool) {
	if counts {
		a.parameters[name] = value
	} else if _, is := given[name]; is {
		a.unused = append(a.unused, name)
	}
}

// reach is the distance of a covering: in metres, or in minutes on foot, which are made metres by walking speed, and by detour where distances are straight.
func (a *centersAnswer) reach(given parameters) (err error) {
	q := &a.ask
	_, inMetres := given["metres"]
	if _, inMinutes := given["minutes"]; inMetres && inMinutes {
		return badParameter("minutes", phrase.NotTogether.With("metres", "minutes"))
	}
	minutes, err := given.decimal("minutes", a.world.Settings().Number(geo.CircleMinutes), 1, 60)
	if err != nil {
		return err
	}
	if q.Metres, err = given.decimal("metres", a.on.metres(minutes), 1, siting.MostReach); err != nil {
		return err
	}
	covers := q.Model == siting.MaxCovering || q.Model == siting.SetCover
	a.keep(given, "metres", tenth(q.Metres), covers)
	a.keep(given, "minutes", minutes, covers && !inMetres)
	a.keep(given, "speed", a.on.speed, covers && !inMetres)
	a.keep(given, "detour", a.on.detour, covers && !inMetres && a.on.roads == nil)
	return nil
}

// sites are the sources of candidates, or the candidates.
func (p parameters) sites() (from siting.Sources, at []orb.Point, err error) {
	text, given := p["candidates"]
	if !given {
		return 0, nil, nil
	}
	unfit := badParameter("candidates", phrase.CandidatesUnfit.With(text, strings.Join(siting.SourceNames(), ", ")))
	parts := strings.Split(text, ",")
	if strings.ContainsAny(parts[0][:min(1, len(parts[0]))], "0123456789-+.") {
		if len(parts)%2 != 0 {
			return 0, nil, unfit
		}
		for i := 0; i < len(parts); i += 2 {
			x, err1 := strconv.ParseFloat(parts[i], 64)
			y, err2 := strconv.ParseFloat(parts[i+1], 64)
			if err1 != nil || err2 != nil || !(x >= -180 && x <= 180 && y >= -90 && y <= 90) {
				return 0, nil, unfit
			}
			at = append(at, orb.Point{x, y})
		}
		return siting.Given, at, nil
	}
	for _, name := range parts {
		source, known := siting.ParseSource(name)
		if !known {
			return 0, nil, unfit
		}
		from |= source
	}
	return from, nil, nil
}

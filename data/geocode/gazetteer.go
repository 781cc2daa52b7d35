package geocode

import (
	"context"
	"maps"

	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
)

// Gazetteer is the offline geocoder: it reads the names of divisions and zones out of an address and answers with the point of the smallest
// that has one. Reading is exact: a name counts where it stands as a division's name, in the county before it, and roads or houses called
// after a place do not. It knows Anhui only.
type Gazetteer struct {
	divisions []division
	byCode    map[string]int32
	names     index
	stored    []ZonePlace
	zoneList  []zone
	byID      map[string]int32 // of stored zones: the place in stored
	byName    map[string]int32
	homes     []scope // where each stored zone lies
}

// The levels of the gazetteer's answers.
const (
	LevelTown       = "town"             // the town's point
	LevelCounty     = "county"           // a point in the county
	LevelZone       = "zone"             // a zone that the address names
	LevelZoneOfRow  = "zone of the row"  // the zone that the row belongs to
	LevelZoneByName = "zone in the name" // a zone that the enterprise's name begins with
	LevelCity       = "city"             // unlocated: no more than the city is known
	LevelNoPoint    = "no point"         // unlocated: the place is known, but no point of it or of what it lies in
	LevelAmbiguous  = "ambiguous"        // unlocated: several towns have that name
	LevelConflict   = "conflict"         // unlocated: the address contradicts itself or the row's zone
	LevelOutside    = "outside"          // unlocated: not in Anhui
)

const gazetteer = "gazetteer"

// NewGazetteer makes a gazetteer of the embedded divisions and a store's zones. It is immutable.
func NewGazetteer(zones []ZonePlace) (*Gazetteer, error) {
	all, err := divisions()
	if err != nil {
		return nil, err
	}
	g := &Gazetteer{divisions: all, byCode: map[string]int32{}, names: index{}, byID: map[string]int32{}, byName: map[string]int32{}}
	for i := range all {
		g.byCode[all[i].code] = int32(i)
	}
	for _, z := range zones {
		if len(z.Names) > 0 {
			g.stored = append(g.stored, z)
		}
	}
	g.indexNames() // of divisions, which the names of zones begin with
	g.zoneList = g.zones(g.stored)
	g.indexNames()
	return g, g.placeZones()
}

// placeZones notes where each stored zone lies and what it is called.
func (g *Gazetteer) placeZones() error {
	twice := map[string]bool{}
	for i := range g.stored {
		z := &g.stored[i]
		if _, known := g.byID[z.ID]; known {
			return geo.Invalid("geocode.NewGazetteer", phrase.ZoneTwice.With(z.ID))
		}
		g.byID[z.ID] = int32(i)
		home := scope{none, none}
		for _, name := range z.Names {
			n := g.zoneNamed(name, z.Code)
			if home.city == none {
				home.city = n.city
			}
			if home.county == none && home.city == n.city {
				home.county = n.county
			}
			if other, known := g.byName[name]; known && other != int32(i) {
				twice[name] = true
			}
			g.byName[name] = int32(i)
		}
		g.homes = append(g.homes, home)
	}
	maps.DeleteFunc(g.byName, func(name string, _ int32) bool { return twice[name] })
	return nil
}

// Geocode implements Geocoder. It never fails.
func (g *Gazetteer) Geocode(_ context.Context, q Query) (Answer, error) {
	row, home := g.zoneOfRow(q)
	var room page
	p := g.open(q.Address, &room, home)
	p.read()
	if p.outside {
		return unlocated(gazetteer, LevelOutside), nil
	}
	if p.contradictory || row != none && (differ(p.in.city, home.city) || differ(p.in.county, home.county)) {
		return g.said(&p, unlocated(gazetteer, LevelConflict)), nil
	}
	if a, ok := g.byZone(&p, row); ok {
		return a, nil
	}
	if p.many {
		a := unlocated(gazetteer, LevelAmbiguous)
		a.Matched = g.divisions[p.town].name
		return a, nil
	}
	if a, ok := g.byDivision(&p, home); ok {
		return a, nil
	}
	if p.in.city == none && p.zone == none && row == none {
		if a, ok := g.byNameOf(q.Name); ok {
			return a, nil
		}
	}
	a := g.said(&p, unlocated(gazetteer, ""))
	switch {
	case p.in.county != none || p.zone != none || p.town != none:
		a.Level = LevelNoPoint
	case p.in.city != none:
		a.Level = LevelCity
	}
	return a, nil
}

func differ(a, b int32) bool { return a != none && b != none && a != b }

// zoneOfRow is the stored zone that a row says it belongs to, and where that lies.
func (g *Gazetteer) zoneOfRow(q Query) (int32, scope) {
	at, known := g.byID[q.ZoneID]
	if !known {
		at, known = g.byName[q.ZoneName]
	}
	if !known {
		return none, scope{none, none}
	}
	return at, g.homes[at]
}

// byZone answers with a stored zone: the one the address names, else the row's.
func (g *Gazetteer) byZone(p *reading, row int32) (Answer, bool) {
	level, score, at := LevelZone, 0.95, none
	if p.zone != none {
		at = g.zoneList[p.zone].stored
	}
	if at != none && row != none && at != row {
		a := unlocated(gazetteer, LevelConflict)
		a.Matched = g.stored[at].Names[0]
		return a, true
	}
	if at == none {
		at, level, score = row, LevelZoneOfRow, 0.8
	}
	if at == none {
		return Answer{}, false
	}
	z := &g.stored[at]
	class := z.usable()
	if class == geo.Unlocated || class != geo.InZone && p.town != none {
		return Answer{}, false
	}
	return located(z.Point, class, level, score, z.Names[0]), true
}

// byDivision answers with the town, else the county that the address names or the row's zone lies in.
func (g *Gazetteer) byDivision(p *reading, home scope) (Answer, bool) {
	score := 0.7
	if p.sure {
		score = 0.9
	}
	if p.town != none {
		if t := &g.divisions[p.town]; t.located {
			return located(t.point, geo.Town, LevelTown, score, t.full), true
		}
	}
	at := p.in.county
	if at == none && (p.in.city == none || p.in.city == home.city) {
		at, score = home.county, 0.6
	}
	if at == none || !g.divisions[at].located {
		return Answer{}, false
	}
	a := located(g.divisions[at].point, geo.County, LevelCounty, score, g.divisions[at].full)
	if p.town != none {
		a.Matched = g.divisions[p.town].full
	}
	return a, true
}

// byNameOf answers with the stored zone that a name begins with, as those of branches and centers do.
func (g *Gazetteer) byNameOf(text string) (Answer, bool) {
	if text == "" {
		return Answer{}, false
	}
	var room page
	p := g.open(text, &room, scope{none, none})
	p.prefix()
	if p.zone == none || g.zoneList[p.zone].stored == none || p.contradictory {
		return Answer{}, false
	}
	z := &g.stored[g.zoneList[p.zone].stored]
	if z.usable() != geo.InZone {
		return Answer{}, false
	}
	return located(z.Point, geo.InZone, LevelZoneByName, 0.6, z.Names[0]), true
}

func located(p crs.WGS84, class geo.Precision, level string, score float64, matched string) Answer {
	return Answer{Point: p, Class: class, Provider: gazetteer, Level: level, Score: score, Matched: matched, X: p[0], Y: p[1]}
}

// said names the smallest place that was read.
func (g *Gazetteer) said(p *reading, a Answer) Answer {
	switch {
	case p.zone != none:
		a.Matched = g.zoneList[p.zone].full
	case p.town != none:
		a.Matched = g.divisions[p.town].full
	case p.in.county != none:
		a.Matched = g.divisions[p.in.county].full
	case p.in.city != none:
		a.Matched = g.divisions[p.in.city].full
	}
	return a
}

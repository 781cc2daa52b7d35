package quality

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// Report is what one World's quality is. It keeps rows of that World but not the World, which is handed in again to read a list.
type Report struct {
	zones    []ZoneFigures
	slots    map[string]int32
	surveyed map[surveyDay]int // enterprises by zone and day of survey
	outside  []found
	twice    []duplicate
	dangling []found
	stubs    []found
}

// found is a record that a measure counts.
type found struct {
	collection geo.Collection
	row        world.Row
	slot       int32 // its zone's place among zones
}

type surveyDay struct {
	slot int32
	day  geo.Day
}

// step is how many records are looked at between two looks at whether anybody still waits.
const step = 4096

// Look goes over the records valid on the World's day: once over the enterprises, once over the links of all. Time and memory grow with the
// records, about 1 s and 100 bytes of passing memory an enterprise at a million (BenchmarkQualityOfAMillion).
func Look(ctx context.Context, w *world.World) (*Report, error) {
	r := &Report{slots: map[string]int32{}, surveyed: map[surveyDay]int{}}
	if err := scan(ctx, w.Table(geo.Zones), func(row world.Row) { r.slot(w.Table(geo.Zones).ID(row)) }); err != nil {
		return nil, err
	}
	if err := r.enterprises(ctx, w); err != nil {
		return nil, err
	}
	for _, c := range geo.AllCollections() {
		if err := r.links(ctx, w, c); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// scan visits the records valid on the World's day, and gives up when the context ends.
func scan(ctx context.Context, t *world.Table, visit func(world.Row)) error {
	left := step
	t.Scan(world.Query{}, func(r world.Row) bool {
		visit(r)
		if left--; left > 0 {
			return true
		}
		left = step
		return ctx.Err() == nil
	})
	return ctx.Err()
}

// slot is a zone's place, at the end if it is new.
func (r *Report) slot(zone string) int32 {
	at, known := r.slots[zone]
	if !known {
		at = int32(len(r.zones))
		r.slots[zone] = at
		r.zones = append(r.zones, newZoneFigures(zone))
	}
	return at
}

// zoner finds the slots of one table's rows; a zone is looked up once.
type zoner struct {
	report *Report
	column world.Column
	names  []string
	slots  []int32 // by code, -1 before it was looked up
}

func (r *Report) zoner(t *world.Table) *zoner {
	z := &zoner{report: r, column: t.Column(geo.Zone, geo.PublicSight())}
	z.names = z.column.Names()
	z.slots = slices.Repeat([]int32{-1}, len(z.names))
	return z
}

func (z *zoner) of(row world.Row) int32 {
	code := z.column.Code(row)
	if code < 0 {
		return z.report.slot("")
	}
	if z.slots[code] < 0 {
		z.slots[code] = z.report.slot(z.names[code])
	}
	return z.slots[code]
}

// enterprises looks at each enterprise once, and then at those that share a key.
func (r *Report) enterprises(ctx context.Context, w *world.World) error {
	t := w.Table(geo.Enterprises)
	zones, areas := r.zoner(t), areasOf(w)
	class, surveyedAt := classer(t), t.Column(geo.SurveyedAt, geo.PublicSight())
	keys := newKeys(t)
	err := scan(ctx, t, func(row world.Row) {
		slot := zones.of(row)
		z := &r.zones[slot]
		z.Figures[Located].Denominator++
		z.Figures[Unlocated].Denominator++
		z.Figures[NeverSurveyed].Denominator++
		located := t.Drawable(row)
		if located {
			z.Figures[Located].Numerator++
			z.Located[class(row)]++
		} else {
			z.Figures[Unlocated].Numerator++
			z.Unlocated[class(row)]++
		}
		r.place(z, t, row, slot, located, areas[z.Zone])
		if day := surveyedAt.Value(row).Day(); day == 0 {
			z.Figures[NeverSurveyed].Numerator++
			z.Figures[Stale].Unknown++
		} else {
			z.Figures[Stale].Denominator++
			r.surveyed[surveyDay{slot, day}]++
		}
		if keys.add(row, located) {
			z.Figures[Duplicates].Denominator++
		} else {
			z.Figures[Duplicates].Unknown++
		}
	})
	if err != nil {
		return err
	}
	r.twice = keys.duplicates(zones)
	for _, d := range r.twice {
		r.zones[d.slot].Figures[Duplicates].Numerator++
	}
	return ctx.Err()
}

// place holds a point against the area of its zone.
func (r *Report) place(z *ZoneFigures, t *world.Table, row world.Row, slot int32, located bool, area orb.Geometry) {
	p, isPoint := t.Point(row)
	if !located || !isPoint || area == nil {
		z.Figures[Outside].Unknown++
		return
	}
	z.Figures[Outside].Denominator++
	if !plane.Covers(area, p) {
		z.Figures[Outside].Numerator++
		r.outside = append(r.outside, found{t.Collection(), row, slot})
	}
}

// areasOf are the polygons of the zones valid on the World's day.
func areasOf(w *world.World) map[string]orb.Geometry {
	areas := map[string]orb.Geometry{}
	t := w.Table(geo.Zones)
	t.Scan(world.Query{}, func(row world.Row) bool {
		if g := t.Geometry(row); t.Drawable(row) && geo.ShapeOf(g) == geo.PolygonShape {
			areas[t.ID(row)] = g
		}
		return true
	})
	return areas
}

// classer finds the place of a row's position class among the codes; a class nobody knows counts as unlocated.
func classer(t *world.Table) func(world.Row) int {
	place := func(name string) int {
		return slices.IndexFunc(geo.PositionClass.Codes, func(c geo.Code) bool { return c.Value == name })
	}
	column := t.Column(geo.PositionClass, geo.PublicSight())
	unlocated := place(string(geo.Unlocated))
	places := make([]int, len(column.Names()))
	for code, name := range column.Names() {
		if places[code] = place(name); places[code] < 0 {
			places[code] = unlocated
		}
	}
	return func(row world.Row) int {
		if code := column.Code(row); code >= 0 {
			return places[code]
		}
		return unlocated
	}
}

// Zones are the figures of every zone in the order of their ids, those of no zone last. A survey older than the given days before the day the
// World was made for is stale.
func (r *Report) Zones(today geo.Day, staleDays int) []ZoneFigures {
	zones := slices.Clone(r.zones)
	for at, n := range r.surveyed {
		if isStale(at.day, today, staleDays) {
			zones[at.slot].Figures[Stale].Numerator += n
		}
	}
	slices.SortFunc(zones, func(a, b ZoneFigures) int {
		if (a.Zone == "") != (b.Zone == "") {
			return cmp.Compare(len(b.Zone), len(a.Zone))
		}
		return strings.Compare(a.Zone, b.Zone)
	})
	return zones
}

// isStale compares as whole numbers: days run from year 1.
func isStale(surveyed, today geo.Day, days int) bool { return int(surveyed) < int(today)-days }

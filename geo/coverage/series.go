package coverage

import (
	"context"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/status"
	"beltmap/geo/world"
)

// MaxSteps bounds the days of a series, and MaxPoints its items times its days.
const (
	MaxSteps  = 60
	MaxPoints = 20_000
)

// Change is what happened to the coverage of one part since the step before: enterprises that an organization of a counted form came to cover, those
// that none covers any more, and those whose covering form changed. Organizations are those that cover them, each once and by id; of the lost, those
// that did.
type Change struct {
	Added, Lost, Reformed       int
	AddedBy, LostBy, ReformedBy []string
	added, lost, reformed       map[world.Row]bool
}

// Point is the figures of one day.
type Point struct {
	Day geo.Day
	Figures
	Change *Change // nil for the first day
}

// Line is the points of one part, a part a day; a part that was not there on a day has no enterprises then.
type Line struct {
	ID     string
	Points []Point
}

// Series are the figures of days that ascend, on is the World on a day. Divisions are those without corridors and alliances.
func Series(ctx context.Context, on func(geo.Day) (*world.World, error), days []geo.Day, q Request) ([]Line, error) {
	const op = "coverage.Series"
	if q.By == ByAlliance || q.By == ByBelt || q.Corridor != 0 {
		return nil, geo.Invalid(op, phrase.SeriesOf.With())
	}
	if err := q.Check(); err != nil {
		return nil, err
	}
	lines, at := []Line{}, map[string]int{}
	var before *world.World
	for n, day := range days {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		w, err := on(day)
		if err != nil {
			return nil, err
		}
		err = Each(w, q, func(i *Item) {
			line, known := at[i.ID]
			if !known {
				line = len(lines)
				at[i.ID] = line
				lines = append(lines, Line{ID: i.ID, Points: make([]Point, len(days))})
			}
			lines[line].Points[n].Figures = i.Figures
		})
		if err != nil {
			return nil, err
		}
		if len(lines)*len(days) > MaxPoints {
			return nil, geo.Invalid(op, phrase.SeriesLong.With(MaxPoints))
		}
		if before != nil {
			changes(before, w, q, func(part string) *Change {
				line, known := at[part]
				if !known { // its last enterprise has gone
					return new(Change)
				}
				p := &lines[line].Points[n]
				if p.Change == nil {
					p.Change = new(Change)
				}
				return p.Change
			})
		}
		before = w
	}
	for l := range lines {
		for n := range lines[l].Points {
			p := &lines[l].Points[n]
			if p.Day = days[n]; n > 0 && p.Change == nil {
				p.Change = new(Change)
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int { // those that state none last
		switch {
		case a.ID == "":
			return 1
		case b.ID == "":
			return -1
		case q.By == BySize:
			return slices.Index(world.Sizes(), a.ID) - slices.Index(world.Sizes(), b.ID)
		case a.ID < b.ID:
			return -1
		}
		return 1
	})
	return lines, nil
}

// changes compares two days of the same records. A part is that of the later day, or of the earlier one for an enterprise that is gone.
func changes(before, after *world.World, q Request, of func(part string) *Change) {
	old, t := before.Table(geo.Enterprises), after.Table(geo.Enterprises)
	then, now := old.Statuses(geo.PublicSight()), t.Statuses(geo.PublicSight())
	touched := map[*Change]bool{}
	r := newReader(t, q.Sight, q.Zone)
	old.EachTurned(t, func(row world.Row) {
		was := old.Current(row) && old.Marks(row).Has(status.Organizational)
		is := t.Current(row) && t.Marks(row).Has(status.Organizational)
		if !was && !is || was && is && then.At(row) == now.At(row) || !r.wanted[t.ZoneNumber(row)+1] {
			return
		}
		part, orgs := t.PartOf(q.By.division(), row), after.Table(geo.Organizations)
		if !t.Current(row) {
			part = old.PartOf(q.By.division(), row)
		}
		c := of(part)
		touched[c] = true
		list := &c.reformed
		switch {
		case was && is:
			c.Reformed++
		case is:
			c.Added++
			list = &c.added
		default:
			c.Lost++
			list, orgs = &c.lost, before.Table(geo.Organizations)
		}
		if *list == nil {
			*list = map[world.Row]bool{}
		}
		t.Coverers(row, func(o world.Row) {
			if orgs.Current(o) {
				(*list)[o] = true
			}
		})
	})
	names := func(rows map[world.Row]bool) []string {
		ids := make([]string, 0, len(rows))
		for o := range rows {
			ids = append(ids, after.Table(geo.Organizations).ID(o))
		}
		slices.Sort(ids)
		return ids
	}
	for c := range touched {
		c.AddedBy, c.LostBy, c.ReformedBy = names(c.added), names(c.lost), names(c.reformed)
		c.added, c.lost, c.reformed = nil, nil, nil
	}
}

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

// Series are the figures of days that ascend, on is the World on a day. There are none of corridors.
func Series(ctx context.Context, on func(geo.Day) (*world.World, error), days []geo.Day, q Request) ([]Line, error) {
	const op = "coverage.Series"
	if q.Corridor != 0 {
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
			lines[line].Points[n].Figures = *i.Figures
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

// placesOf tells of a table's rows which parts of a division they are in, "" for those of none.
func placesOf(w *world.World, by By) func(world.Row) []string {
	t := w.Table(geo.Enterprises)
	switch by {
	case ByBelt:
		belts := t.Column(geo.BeltsOf, geo.PublicSight())
		return func(row world.Row) []string {
			named := slices.Compact(slices.Sorted(slices.Values(belts.Value(row).Items())))
			if len(named) == 0 {
				return []string{""}
			}
			return named
		}
	case ByAlliance:
		in := map[world.Row][]string{}
		participants(w, func(alliance world.Row, of []world.Row) {
			for _, row := range of {
				in[row] = append(in[row], w.Table(geo.Alliances).ID(alliance))
			}
		})
		return func(row world.Row) []string { return in[row] }
	}
	return func(row world.Row) []string { return []string{t.PartOf(by.division(), row)} }
}

// changes compares two days of the same records. A part is that of the later day, or of the earlier one for an enterprise that is gone.
func changes(before, after *world.World, q Request, of func(part string) *Change) {
	old, t := before.Table(geo.Enterprises), after.Table(geo.Enterprises)
	then, now := old.Statuses(geo.PublicSight()), t.Statuses(geo.PublicSight())
	touched := map[*Change]bool{}
	r, parts, oldParts := newReader(t, q.Sight, q.Zone), placesOf(after, q.By), placesOf(before, q.By)
	old.EachTurned(t, func(row world.Row) {
		was := old.Current(row) && old.Marks(row).Has(status.Organizational)
		is := t.Current(row) && t.Marks(row).Has(status.Organizational)
		if !was && !is || was && is && then.At(row) == now.At(row) || !r.wanted[t.ZoneNumber(row)+1] {
			return
		}
		in, orgs := parts(row), after.Table(geo.Organizations)
		if !t.Current(row) {
			in = oldParts(row)
		}
		if !is {
			orgs = before.Table(geo.Organizations)
		}
		for _, part := range in {
			c := of(part)
			touched[c] = true
			by := c.turn(was, is)
			t.Coverers(row, func(o world.Row) {
				if orgs.Current(o) {
					by[o] = true
				}
			})
		}
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

// turn counts an enterprise that was covered, or is, and gives the organizations by which.
func (c *Change) turn(was, is bool) map[world.Row]bool {
	n, by := &c.Lost, &c.lost
	switch {
	case was && is:
		n, by = &c.Reformed, &c.reformed
	case is:
		n, by = &c.Added, &c.added
	}
	*n++
	if *by == nil {
		*by = map[world.Row]bool{}
	}
	return *by
}

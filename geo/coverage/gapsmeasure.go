package coverage

import (
	"context"
	"slices"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/status"
	"beltmap/geo/world"
)

// MeasuredStatuses are the statuses of enterprises that some measure may not count, in the order in which lists have them: those of GapStatuses, and
// between them those that have less than the measure counts.
func MeasuredStatuses() []status.Status {
	return []status.Status{status.Eligible, status.Uncovered, status.WorkOnly, status.Regional, status.Joint, status.Single, status.Unknown}
}

// gapPlaces is where a status stands in lists.
var gapPlaces = [status.Count]uint64{status.Eligible: 0, status.Uncovered: 1, status.WorkOnly: 2, status.Regional: 3, status.Joint: 4, status.Single: 5, status.Unknown: 6}

// Marks is the mark of enterprises that a measure counts.
func (m Measure) Marks() status.Marks {
	return [NumMeasures]status.Marks{Organizational: status.Organizational, Single: status.Own, Work: status.Work, Effective: status.Effective}[m]
}

// Judge tells whether a measure counts an enterprise, and whether that is known: the same that Figures.Rate says of many.
func (m Measure) Judge(marks status.Marks, public status.Status) (counted, sure bool) {
	if marks.Has(m.Marks()) {
		return true, true
	}
	return false, public != status.Unknown && !(m == Effective && marks.Has(status.EffectiveUnknown))
}

// counts tells whether the measure asked for counts an enterprise; nil without one, for then what is a gap follows from the status alone.
func (q *GapRequest) counts(t *world.Table) func(world.Row, status.Marks) (counted, sure bool) {
	if q.Measure == nil {
		return nil
	}
	m, public := *q.Measure, t.Statuses(geo.PublicSight())
	return func(r world.Row, marks status.Marks) (counted, sure bool) { return m.Judge(marks, public.At(r)) }
}

// scan visits the enterprises that are asked about, some at a time, and gives up when the context ends.
func (q *GapRequest) scan(ctx context.Context, t *world.Table, visit func([]world.Row)) error {
	if q.Polygon == nil {
		m := t.Matcher(world.Query{Equal: []world.Condition{q.Area}, Sight: q.Sight})
		m.Batches(func(rows []world.Row) bool {
			visit(rows)
			return ctx.Err() == nil
		})
		return ctx.Err()
	}
	zones, rows := newReader(t, q.Sight, q.Zone), make([]world.Row, 0, scanStep)
	t.InPolygon(plane.Prepare(q.Polygon), func(r world.Row) bool {
		if !zones.wanted[t.ZoneNumber(r)+1] {
			return true
		}
		if rows = append(rows, r); len(rows) < scanStep {
			return true
		}
		visit(rows)
		rows = rows[:0]
		return ctx.Err() == nil
	})
	visit(rows)
	return ctx.Err()
}

// unlocated counts the enterprises of the data, or of the zone, that have no point and may lie in the polygon or not.
func (q *GapRequest) unlocated(w *world.World) int {
	return int(Total(w, Request{Zone: q.Zone, Sight: q.Sight}).Unlocated)
}

// Counting are the gaps of a list that would raise a measure if they were closed: those in the denominator that it does not count yet.
func (g *Gaps) Counting(w *world.World, m Measure) []Gap {
	t := w.Table(geo.Enterprises)
	return slices.DeleteFunc(slices.Clone(g.List), func(gap Gap) bool { return !gap.Measured || t.Marks(gap.Row).Has(m.Marks()) })
}

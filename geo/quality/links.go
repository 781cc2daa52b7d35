package quality

import (
	"context"
	"slices"

	"beltmap/geo"
	"beltmap/geo/world"
)

// links looks at the links of one collection's records, and at which of them are stubs.
func (r *Report) links(ctx context.Context, w *world.World, c geo.Collection) error {
	t := w.Table(c)
	zones, lost, stub := r.zoner(t), lostLinks(w, t), isStub(t)
	return scan(ctx, t, func(row world.Row) {
		slot := zones.of(row)
		z := &r.zones[slot]
		z.Figures[Dangling].Denominator++
		z.Figures[Stubs].Denominator++
		if slices.ContainsFunc(lost, func(is func(world.Row) bool) bool { return is(row) }) {
			z.Figures[Dangling].Numerator++
			r.dangling = append(r.dangling, found{c, row, slot})
		}
		if stub(row) {
			z.Figures[Stubs].Numerator++
			r.stubs = append(r.stubs, found{c, row, slot})
		}
	})
}

func isStub(t *world.Table) func(world.Row) bool {
	column := t.Column(geo.Source, geo.PublicSight())
	code := slices.Index(column.Names(), geo.StubSource)
	return func(row world.Row) bool { return code >= 0 && column.Code(row) == code }
}

// lostLinks are the tests of whether a row has a link that leads nowhere, a test a field. A coded field is settled by its few texts, and what
// organizations cover by the World, which knows which of these links are loose.
func lostLinks(w *world.World, t *world.Table) (tests []func(world.Row) bool) {
	for _, f := range geo.SchemaOf(t.Collection()).AllFields() {
		column := t.Column(f, geo.PublicSight())
		switch {
		case !column.Known():
		case f == geo.Subject || f == geo.Target:
			tests = append(tests, func(row world.Row) bool {
				record := t.Record(row)
				return len(LostLinks(w, &record)) > 0
			})
		case f.Refers == 0:
		case f == geo.Covers:
			loose := map[world.Row]bool{}
			w.LooseCovers(func(_ string, organizations []world.Row) {
				for _, o := range organizations {
					loose[o] = true
				}
			})
			if len(loose) > 0 {
				tests = append(tests, func(row world.Row) bool { return loose[row] })
			}
		case f.Type == geo.TypeCode:
			if lost := lostCodes(w, t, f, column); slices.Contains(lost, true) {
				tests = append(tests, func(row world.Row) bool {
					code := column.Code(row)
					return code >= 0 && lost[code]
				})
			}
		default:
			to := w.Table(f.Refers)
			lost := func(id string) bool { _, there := to.Find(id); return !there }
			tests = append(tests, func(row world.Row) bool {
				switch v := column.Value(row); {
				case v.IsNone():
					return false
				case v.Type() == geo.TypeList:
					return slices.ContainsFunc(v.Items(), lost)
				default:
					return lost(v.Text())
				}
			})
		}
	}
	return tests
}

func lostCodes(w *world.World, t *world.Table, f *geo.Field, column world.Column) []bool {
	lost := make([]bool, len(column.Names()))
	for code, id := range column.Names() {
		_, there := w.Table(f.Refers).Find(id)
		lost[code] = !there && !(f == geo.Zone && t.Collection() == geo.Facts && id == geo.Province)
	}
	return lost
}

// LostLink is a link of a record that leads nowhere.
type LostLink struct {
	Field *geo.Field
	To    string // as collection/id, or the text that is no link
}

// LostLinks are the links of one record that lead nowhere.
func LostLinks(w *world.World, record *geo.Record) (lost []LostLink) {
	record.EachLink(func(f *geo.Field, to geo.Collection, id string) {
		if to == 0 {
			lost = append(lost, LostLink{f, id})
		} else if _, there := w.Table(to).Find(id); !there {
			lost = append(lost, LostLink{f, to.String() + "/" + id})
		}
	})
	return lost
}

package world_test

import (
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var divisions = []world.Division{world.ByZone, world.ByGrid, world.ByIndustry, world.BySize, world.ByClass, world.ByBelt}

// partsOf are the parts of a division that an enterprise counts in.
func (o oracle) partsOf(e geo.Record, d world.Division) []string {
	switch d {
	case world.ByZone:
		return []string{e.Zone}
	case world.ByGrid:
		return []string{o.grid(e)}
	case world.ByIndustry:
		return []string{e.Get(geo.Industry).Text()}
	case world.ByClass:
		return []string{e.Get(geo.EnterpriseClass).Text()}
	case world.ByBelt:
		belts := slices.Clone(e.Get(geo.BeltsOf).Items())
		slices.Sort(belts)
		if belts = slices.Compact(belts); len(belts) > 0 {
			return belts
		}
		return []string{""}
	}
	switch n, known := e.Get(geo.Employees).Integer(); {
	case !known:
		return []string{""}
	case n < 20:
		return []string{"micro"}
	case n < 300:
		return []string{"small"}
	case n < 1000:
		return []string{"medium"}
	}
	return []string{"large"}
}

// tally counts one enterprise.
func (o oracle) tally(n *world.Tally, e geo.Record) {
	public, marks := o.status(e, geo.PublicSight()), o.marks(e)
	n.Internal[o.status(e, geo.FullSight())]++
	n.Public[public]++
	n.Enterprises++
	one := func(is bool) int32 {
		if is {
			return 1
		}
		return 0
	}
	n.Unlocated += one(!e.Located())
	n.Unstated += one(e.Get(geo.Operating).IsNone())
	of := func(m status.Marks) int32 { return one(marks.Has(status.InDenominator | m)) }
	n.Denominator += of(0)
	n.Organizational += of(status.Organizational)
	n.Own += of(status.Own)
	n.Work += of(status.Work)
	n.Effective += of(status.Effective)
	n.EffectiveUnknown += of(status.EffectiveUnknown)
	n.Unasked += of(0) * one(public == status.Unknown)
}

// checkTallies holds the counters, zone by zone, and the lists of parts against a count of the records.
func checkTallies(t *rapid.T, w *world.World, o oracle) {
	table := w.Table(geo.Enterprises)
	zones := table.Column(geo.Zone, geo.PublicSight()).Names()
	for _, d := range divisions {
		got, want := map[string]world.Tally{}, map[string]world.Tally{}
		listed, records := map[string]bool{}, map[string]bool{}
		var ids []string
		for _, p := range table.Parts(d) {
			if listed[p.ID] {
				t.Fatalf("division %d lists %q twice", d, p.ID)
			}
			listed[p.ID] = true
			ids = append(ids, p.ID)
			if p.Record {
				records[p.ID] = true
			}
			var internal, public world.Figures
			counters := table.Counters(d)
			counters.Each(&p, func(n world.ZoneFigures) {
				internal.Add(n.Internal)
				public.Add(n.Public)
				if n.Internal.Counts != n.Public.Counts {
					t.Fatalf("division %d counts %q in two ways: %v", d, p.ID, n)
				}
				key := p.ID + "\x00"
				if n.Zone >= 0 {
					key += zones[n.Zone]
				}
				if _, twice := got[key]; twice {
					t.Fatalf("division %d counts %q twice", d, key)
				}
				got[key] = *tallyOf(n)
			})
			if internal != *counters.Whole(&p, true) || public != *counters.Whole(&p, false) {
				t.Fatalf("division %d: the zones of %q do not make the whole", d, p.ID)
			}
		}
		if ids[len(ids)-1] != "" || d != world.BySize && !slices.IsSortedFunc(ids[:len(ids)-1], strings.Compare) {
			t.Fatalf("division %d lists %q", d, ids)
		}
		for _, e := range o.of(geo.Enterprises) {
			if !o.current(e) {
				continue
			}
			for _, id := range o.partsOf(e, d) {
				n := want[id+"\x00"+e.Zone]
				o.tally(&n, e)
				want[id+"\x00"+e.Zone] = n
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("division %d: %s", d, diff)
		}
		if c := d.Collection(); c != 0 {
			wanted := map[string]bool{}
			for _, r := range o.of(c) {
				if o.current(r) {
					wanted[r.ID] = true
				}
			}
			if diff := cmp.Diff(wanted, records); diff != "" {
				t.Fatalf("records of division %d: %s", d, diff)
			}
		}
	}
}

func tallyOf(n world.ZoneFigures) *world.Tally {
	return &world.Tally{Internal: n.Internal.ByStatus, Public: n.Public.ByStatus, Counts: n.Internal.Counts}
}

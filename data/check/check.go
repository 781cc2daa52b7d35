package check

import (
	"context"
	"errors"
	"hash/maphash"
	"maps"
	"slices"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

// Records looks over everything a store holds. Memory grows with the ids, not with the records.
func Records(ctx context.Context, store data.Store, progress func(records int)) (*Report, error) {
	c := newChecker()
	_, err := store.Snapshot(ctx, func(records []geo.Record) error {
		for i := range records {
			c.record(&records[i])
			if c.report.Records&1023 == 0 && progress != nil {
				progress(c.report.Records)
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	c.dangling()
	c.cycles()
	c.outside()
	if err := c.holes(ctx); err != nil {
		return nil, err
	}
	if err := c.overlaps(ctx); err != nil {
		return nil, err
	}
	return &c.report, nil
}

type checker struct {
	report  Report
	seed    maphash.Seed
	ids     [geo.NumCollections]map[string]bool
	links   []link            // to records not seen yet when they were named
	parents map[string]string // of organizations
	zones   map[string]orb.Geometry
	grids   []grid
	spoiled map[string]bool // zones that have a grid whose polygon is not valid
	strays  map[stray]*strays
	order   []stray
	names   map[uint64]string // the record that has a name in a zone, or a credit code
}

// link is a reference to be looked up at the end.
type link struct {
	from  string
	field *geo.Field
	to    geo.Collection
	id    string
}

type stray struct {
	zone       string
	collection geo.Collection
}

// strays are the places of one collection outside their zone's area.
type strays struct {
	count   int
	example string
}

func newChecker() *checker {
	c := &checker{seed: maphash.MakeSeed(), parents: map[string]string{}, zones: map[string]orb.Geometry{}, spoiled: map[string]bool{}, strays: map[stray]*strays{}, names: map[uint64]string{}}
	c.report = Report{Untold: map[string]int{}, kinds: map[string]int{}}
	for i := range c.ids {
		c.ids[i] = map[string]bool{}
	}
	return c
}

// record looks at one record, and keeps of it what others will be held against.
func (c *checker) record(r *geo.Record) {
	c.report.Records++
	id := string([]byte(r.ID))
	c.ids[r.Collection][id] = true
	for _, f := range r.Validate() {
		c.report.add("invalid", f.Severity, r.Ref(), phrase.RecordSays.With(r.Ref(), f.Text))
	}
	if geo.ShapeOf(r.Geometry) == geo.PolygonShape {
		c.polygon(r, id)
	}
	r.EachLink(func(f *geo.Field, to geo.Collection, target string) {
		switch {
		case to == 0:
			c.report.add("dangling", geo.Fault, r.Ref(), phrase.RecordSays.With(r.Ref(), phrase.LinkMalformed.With(f.Name, target)))
		case !c.ids[to][target]:
			c.links = append(c.links, link{r.Ref(), f, to, string([]byte(target))})
		}
	})
	if r.Collection == geo.Organizations {
		if parent := r.Get(geo.Parent).Text(); parent != "" {
			c.parents[id] = string([]byte(parent))
		}
	}
	c.stray(r)
	c.duplicate(r)
}

func (c *checker) polygon(r *geo.Record, id string) {
	if err := plane.Valid(r.Geometry); err != nil {
		var e *geo.Error
		if errors.As(err, &e) {
			c.report.add("geometry", geo.Fault, r.Ref(), phrase.RecordSays.With(r.Ref(), e.Text))
		}
		if r.Collection == geo.Grids {
			c.spoiled[string([]byte(r.Zone))] = true
		}
		return
	}
	switch r.Collection {
	case geo.Zones:
		c.zones[id] = orb.Clone(r.Geometry)
	case geo.Grids:
		c.grids = append(c.grids, grid{id: id, zone: string([]byte(r.Zone)), valid: r.Valid, shape: orb.Clone(r.Geometry)})
	}
}

// stray counts places outside the area of the zone they belong to. Zones come first in a snapshot.
func (c *checker) stray(r *geo.Record) {
	p, isPoint := r.Geometry.(orb.Point)
	area := c.zones[r.Zone]
	if !isPoint || area == nil || !r.Located() || r.Collection == geo.Zones {
		return
	}
	if plane.Covers(area, p) {
		return
	}
	key := stray{string([]byte(r.Zone)), r.Collection}
	if c.strays[key] == nil {
		c.strays[key] = &strays{example: r.Ref()}
		c.order = append(c.order, key)
	}
	c.strays[key].count++
}

// duplicate warns of two enterprises with one credit code, and of two records of one name in one zone.
func (c *checker) duplicate(r *geo.Record) {
	if code := r.Get(geo.USCC).Text(); code != "" {
		c.twice("uscc\x1f"+code, r, func(first string) phrase.Text { return phrase.SameCode.With(first, r.Ref(), code) })
		return
	}
	if r.NameZH == "" || r.Collection == geo.Facts || r.Collection == geo.Ground || r.Collection == geo.Stops {
		return // the pieces of a road have one name, and stops of many tours that of what they show
	}
	// Two may hold the same honor, and both are right.
	c.twice(r.Collection.String()+"\x1f"+r.Zone+"\x1f"+r.NameZH+"\x1f"+r.Get(geo.Subject).Text(), r, func(first string) phrase.Text { return phrase.SameName.With(first, r.Ref(), r.NameZH) })
}

func (c *checker) twice(key string, r *geo.Record, say func(first string) phrase.Text) {
	h := maphash.String(c.seed, key)
	if first, twice := c.names[h]; twice {
		c.report.add("duplicate", geo.Warning, first, say(first))
		return
	}
	c.names[h] = r.Ref()
}

func (c *checker) dangling() {
	for _, l := range c.links {
		if !c.ids[l.to][l.id] {
			c.report.add("dangling", geo.Fault, l.from, phrase.RecordSays.With(l.from, phrase.DanglingLink.With(l.field.Name, l.to.String()+"/"+l.id)))
		}
	}
}

// outside says once a zone and collection how many places lie outside.
func (c *checker) outside() {
	for _, key := range c.order {
		s := c.strays[key]
		ref := "zones/" + key.zone
		c.report.add("outside_zone", geo.Warning, ref, phrase.OutsideZone.With(s.count, geo.SchemaOf(key.collection).Label, ref, s.example))
	}
}

// cycles finds organizations that are above themselves. Each is walked from once.
func (c *checker) cycles() {
	const walking, done = 1, 2
	state := map[string]int{}
	for _, start := range slices.Sorted(maps.Keys(c.parents)) {
		var path []string
		at := start
		for state[at] == 0 && c.parents[at] != "" {
			state[at] = walking
			path = append(path, at)
			at = c.parents[at]
		}
		if state[at] == walking {
			c.report.add("cycle", geo.Fault, "organizations/"+at, phrase.ParentCycle.With("organizations/"+at))
		}
		for _, id := range path {
			state[id] = done
		}
	}
}

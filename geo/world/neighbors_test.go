package world_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// Whatever was asked before, of this World or of one before it, and whatever has changed meanwhile.
func TestNeighborsThatAreKeptAreThoseOfAScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		enterprises := 40
		if random.IntN(4) == 0 {
			enterprises = 2500 // in two chunks
		}
		var records []geo.Record
		for i := range enterprises {
			records = append(records, settled(random, geo.Enterprises, i))
		}
		for i := range random.IntN(12) {
			records = append(records, settled(random, geo.Organizations, i))
		}
		first, err := newWorld(records)
		if err != nil {
			t.Fatal(err)
		}
		worlds := []*world.World{first}
		for step := range 12 {
			last := worlds[len(worlds)-1]
			for _, w := range []*world.World{last, worlds[random.IntN(len(worlds))]} {
				compareNeighbors(t, random, w)
			}
			next, err := changedSomehow(random, last, geo.Cursor(step+2), enterprises)
			if err != nil {
				t.Fatal(err)
			}
			worlds = append(worlds, next)
		}
	})
}

// settled is an enterprise or an organization in one of two towns; now and then its place is not good enough, or it is no longer valid.
func settled(random *rand.Rand, c geo.Collection, i int) geo.Record {
	r := geo.New(c)
	r.ID, r.NameZH, r.Position.Class = fmt.Sprintf("%d-%04d", c, i), "某处", geo.Exact
	r.Geometry = orb.Point{geo.RoundDegrees(117 + float64(i&1) + random.Float64()/100), geo.RoundDegrees(31 + random.Float64()/100)}
	switch random.IntN(10) {
	case 0:
		r.Position.Class = geo.Town
	case 1:
		r.Valid.To = today - 1 + geo.Day(random.IntN(3))
	}
	return r
}

func changedSomehow(random *rand.Rand, w *world.World, version geo.Cursor, enterprises int) (*world.World, error) {
	if random.IntN(5) == 0 {
		next, _ := w.OnDay(w.Day() + 1)
		return next, nil
	}
	var changes []geo.Change
	for range 1 + random.IntN(3) {
		c, among := geo.Organizations, 12
		if random.IntN(3) == 0 {
			c, among = geo.Enterprises, enterprises+3
		}
		change := geo.Change{Op: geo.Put, Record: settled(random, c, random.IntN(among))}
		if _, there := w.Table(c).Find(change.Record.ID); there && len(changes) == 0 && random.IntN(2) == 0 {
			change.Op = geo.Delete
		}
		changes = append(changes, change)
	}
	next, _, err := w.Apply(version, changes)
	return next, err
}

func compareNeighbors(t *rapid.T, random *rand.Rand, w *world.World) {
	enterprises, organizations := w.Table(geo.Enterprises), w.Table(geo.Organizations)
	var rows []world.Row
	enterprises.All(func(r world.Row) bool {
		if enterprises.Drawable(r) && random.IntN(40) < 3 {
			rows = append(rows, r)
		}
		return true
	})
	near := make([]world.Neighbor, len(rows))
	enterprises.Neighbors(geo.Organizations, rows, near)
	for i, r := range rows {
		all := naiveNearest(organizations, enterprises.XY(r), func(world.Row) bool { return true })
		if len(all) == 0 {
			if near[i].Row != -1 {
				t.Fatalf("%s has %v for a neighbor, where there is none", enterprises.ID(r), near[i])
			}
			continue
		}
		here, _ := enterprises.Point(r)
		there, _ := organizations.Point(all[0].Row)
		if metres := plane.Distance(here, there); near[i].Row != all[0].Row || math.Abs(float64(near[i].Metres)-metres) > metres*1e-7 {
			t.Fatalf("%s has %v for a neighbor, not row %d at %v m", enterprises.ID(r), near[i], all[0].Row, metres)
		}
	}
}

// What is known is read without allocating.
func TestNeighborsAreKeptWhereNothingChangesNearby(t *testing.T) {
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	var records []geo.Record
	for i := range 4000 {
		r := settled(random, geo.Enterprises, i)
		r.Position.Class, r.Valid = geo.Exact, geo.Period{}
		records = append(records, r)
	}
	for i := range 100 {
		records = append(records, settled(random, geo.Organizations, i))
	}
	w, err := newWorld(records)
	if err != nil {
		t.Fatal(err)
	}
	enterprises := w.Table(geo.Enterprises)
	var rows []world.Row // of the first chunk, which is in one town
	for r := range world.Row(1000) {
		rows = append(rows, r)
	}
	near := make([]world.Neighbor, len(rows))
	enterprises.Neighbors(geo.Organizations, rows, near)
	here, _ := enterprises.Point(rows[0])
	for _, town := range []int{0, 1} {
		come := settled(random, geo.Organizations, 100+town)
		come.Position.Class, come.Valid = geo.Exact, geo.Period{}
		next, _, err := w.Apply(2, []geo.Change{{Op: geo.Insert, Record: come}})
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		next.Table(geo.Enterprises).Neighbors(geo.Organizations, rows, near)
		runtime.ReadMemStats(&after)
		elsewhere := town != int(here[0]-117+0.5)
		if allocated := after.TotalAlloc - before.TotalAlloc; (allocated < 4000) != elsewhere {
			t.Errorf("after an organization came to town %d (elsewhere: %v), reading who is near allocated %d bytes", town, elsewhere, allocated)
		}
	}
}

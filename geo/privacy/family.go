package privacy

import (
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/world"
)

// Family is the totals of all zones and belts valid on the World's day: of the organizations of a zone, and of those that name a belt. An
// organization of no zone is in no zone's total. Only counts of organizations themselves are added, so that a committee's count should leave
// out what its branches state. It reads internal fields.
func Family(w *world.World) []Line {
	var lines []Line
	at := map[Cell]int{}
	for _, c := range []geo.Collection{geo.Zones, geo.Belts} {
		t := w.Table(c)
		t.Scan(world.Query{}, func(r world.Row) bool {
			cell := Cell{c, t.ID(r)}
			at[cell] = len(lines)
			lines = append(lines, Line{Cell: cell, AsOf: w.Day(), Version: w.Version()})
			return true
		})
	}
	orgs := w.Table(geo.Organizations)
	zone, belts, members := orgs.Column(geo.Zone, geo.FullSight()), orgs.Column(geo.BeltsOf, geo.FullSight()), orgs.Column(geo.Members, geo.FullSight())
	orgs.Scan(world.Query{}, func(r world.Row) bool {
		cells := []Cell{{geo.Zones, zone.Value(r).Text()}}
		named := slices.Sorted(slices.Values(belts.Value(r).Items()))
		for _, b := range slices.Compact(named) {
			cells = append(cells, Cell{geo.Belts, b})
		}
		n, known := members.Value(r).Integer()
		for _, cell := range cells {
			i, ok := at[cell]
			if ok && !slices.Contains(lines[i].Zones, cells[0].ID) {
				lines[i].Zones = append(lines[i].Zones, cells[0].ID)
			}
			switch {
			case !ok:
			case known:
				lines[i].Contributions = append(lines[i].Contributions, Contribution{orgs.ID(r), n})
			default:
				lines[i].Unknown++
			}
		}
		return true
	})
	for i := range lines {
		slices.SortFunc(lines[i].Contributions, func(a, b Contribution) int { return strings.Compare(a.Org, b.Org) })
	}
	for _, cell := range stated(w) {
		if i, ok := at[cell]; ok {
			lines[i].Stated = true
		}
	}
	return lines
}

// statedUnit is the unit of facts about members.
const statedUnit = "members"

// stated are the cells whose members some fact states, whenever it did and however exactly: what it says may still be true.
func stated(w *world.World) (cells []Cell) {
	t := w.Table(geo.Facts)
	subject, unit := t.Column(geo.Subject, geo.PublicSight()), t.Column(geo.FactUnit, geo.PublicSight())
	t.Scan(world.Query{When: &geo.Period{}}, func(r world.Row) bool {
		collection, id, _ := strings.Cut(subject.Value(r).Text(), "/")
		if c, err := geo.ParseCollection(collection); err == nil && unit.Value(r).Text() == statedUnit {
			cells = append(cells, Cell{c, id})
		}
		return true
	})
	return cells
}

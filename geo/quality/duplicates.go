package quality

import (
	"cmp"
	"hash/maphash"
	"slices"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// duplicate is an enterprise that may stand twice, with what it may be the same as.
type duplicate struct {
	found
	sameCode world.Row // -1 for none
	sameName world.Row // within NearMetres, -1 for none
}

// keys gathers what enterprises are compared by, as hashes, so that a million take 16 bytes each and one sort.
type keys struct {
	t             *world.Table
	seed          maphash.Seed
	uscc, name    world.Column
	codes, places []keyed
}

type keyed struct {
	hash uint64
	row  world.Row
}

func newKeys(t *world.Table) *keys {
	return &keys{t: t, seed: maphash.MakeSeed(), uscc: t.Column(geo.USCC, geo.PublicSight()), name: t.Column(geo.NameZH, geo.PublicSight())}
}

// add takes a row and tells whether there is anything to compare it by.
func (k *keys) add(row world.Row, located bool) bool {
	comparable := false
	if code := k.uscc.Value(row).Text(); code != "" {
		k.codes = append(k.codes, keyed{maphash.String(k.seed, code), row})
		comparable = true
	}
	if name := k.name.Value(row).Text(); name != "" && located {
		k.places = append(k.places, keyed{maphash.String(k.seed, name), row})
		comparable = true
	}
	return comparable
}

// duplicates are the rows that share a code, or a name nearby, in row order.
func (k *keys) duplicates(zones *zoner) []duplicate {
	var all []duplicate
	alike(k.codes, k.text(k.uscc), func(group []world.Row) {
		first, second := k.lowest(group)
		for _, row := range group {
			other := first
			if row == first {
				other = second
			}
			all = append(all, duplicate{found{k.t.Collection(), row, zones.of(row)}, other, -1})
		}
	})
	alike(k.places, k.text(k.name), func(group []world.Row) {
		k.near(group, func(row, other world.Row) {
			all = append(all, duplicate{found{k.t.Collection(), row, zones.of(row)}, -1, other})
		})
	})
	slices.SortFunc(all, func(a, b duplicate) int { return cmp.Compare(a.row, b.row) })
	merged := all[:0]
	for _, d := range all {
		if n := len(merged); n > 0 && merged[n-1].row == d.row {
			merged[n-1].sameCode = max(merged[n-1].sameCode, d.sameCode)
			merged[n-1].sameName = max(merged[n-1].sameName, d.sameName)
			continue
		}
		merged = append(merged, d)
	}
	return slices.Clip(merged)
}

func (k *keys) text(c world.Column) func(world.Row) string {
	return func(r world.Row) string { return c.Value(r).Text() }
}

// alike visits the rows of every text that two or more have. Texts of one hash are told apart.
func alike(list []keyed, text func(world.Row) string, visit func([]world.Row)) {
	slices.SortFunc(list, func(a, b keyed) int {
		if a.hash != b.hash {
			return cmp.Compare(a.hash, b.hash)
		}
		return cmp.Compare(a.row, b.row)
	})
	for len(list) > 1 {
		n := 1
		for n < len(list) && list[n].hash == list[0].hash {
			n++
		}
		if n > 1 {
			byText := map[string][]world.Row{}
			for _, at := range list[:n] {
				byText[text(at.row)] = append(byText[text(at.row)], at.row)
			}
			for _, group := range byText {
				if len(group) > 1 {
					visit(group)
				}
			}
		}
		list = list[n:]
	}
}

// lowest are the two rows with the lowest ids.
func (k *keys) lowest(group []world.Row) (first, second world.Row) {
	first, second = group[0], -1
	for _, row := range group[1:] {
		switch id := k.t.ID(row); {
		case id < k.t.ID(first):
			first, second = row, first
		case second < 0 || id < k.t.ID(second):
			second = row
		}
	}
	return first, second
}

// near visits every row of a group with another one at most NearMetres away. Rows are walked from south to north, and each looks both ways
// only until it finds one, so that a crowd is quick.
func (k *keys) near(group []world.Row, visit func(row, other world.Row)) {
	type spot struct {
		at  orb.Point
		row world.Row
	}
	spots := make([]spot, 0, len(group))
	for _, row := range group {
		if p, ok := k.t.Point(row); ok {
			spots = append(spots, spot{p, row})
		}
	}
	slices.SortFunc(spots, func(a, b spot) int {
		if a.at[1] != b.at[1] {
			return cmp.Compare(a.at[1], b.at[1])
		}
		return cmp.Compare(a.at[0], b.at[0])
	})
	const band = NearMetres / 110_000.0 // a degree of latitude is at least 110.5 km
	for i := range spots {
		for away := 1; ; away++ {
			south, north := i-away, i+away
			inSouth := south >= 0 && spots[i].at[1]-spots[south].at[1] <= band
			inNorth := north < len(spots) && spots[north].at[1]-spots[i].at[1] <= band
			if !inSouth && !inNorth {
				break
			}
			if inSouth && plane.Distance(spots[i].at, spots[south].at) <= NearMetres {
				visit(spots[i].row, spots[south].row)
				break
			}
			if inNorth && plane.Distance(spots[i].at, spots[north].at) <= NearMetres {
				visit(spots[i].row, spots[north].row)
				break
			}
		}
	}
}

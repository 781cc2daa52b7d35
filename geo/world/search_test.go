package world_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/world"
	"pgregory.net/rapid"
)

func TestScanAndEachWithFindWhatANaiveLookFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]string{"合", "肥", "a", "b", "园"}), 0, 6)
		names := rapid.SliceOfN(text, 1, 40).Draw(t, "names")
		var records []geo.Record
		for i, name := range names {
			r := geo.New(geo.Enterprises)
			r.ID, r.NameZH, r.NameEN = "E"+strconv.Itoa(i), strings.Join(name, ""), strings.Join(names[len(names)-1-i], "")
			if i%5 == 4 {
				r.Valid.To = 1 // long gone
			}
			records = append(records, r)
		}
		w, err := world.New(geo.Date(2026, 3, 1), 1, geo.Settings{}, records)
		if err != nil {
			t.Fatal(err)
		}
		looked := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"合", "肥", "a", "b", "园"}), 1, 3).Draw(t, "looked"), "")
		table := w.Table(geo.Enterprises)
		var all, with, naive, naiveWith []string
		table.Scan(world.Query{}, func(r world.Row) bool { all = append(all, table.ID(r)); return true })
		columns := []world.Column{table.Column(geo.NameZH, geo.PublicSight()), table.Column(geo.NameEN, geo.PublicSight()), table.Column(geo.Zone, geo.PublicSight()), {}}
		table.EachWith(world.Query{}, columns, looked, func(r world.Row) bool { with = append(with, table.ID(r)); return true })
		for i, r := range records {
			if i%5 == 4 {
				continue
			}
			naive = append(naive, r.ID)
			if strings.Contains(r.NameZH, looked) || strings.Contains(r.NameEN, looked) {
				naiveWith = append(naiveWith, r.ID)
			}
		}
		for _, ids := range [][]string{all, with, naive, naiveWith} {
			slices.Sort(ids)
		}
		if !slices.Equal(all, naive) || !slices.Equal(with, naiveWith) {
			t.Fatalf("%q: Scan %v, want %v; EachWith %v, want %v", looked, all, naive, with, naiveWith)
		}
	})
}

package gpkg_test

import (
	"path/filepath"
	"testing"

	"beltmap/data/gpkg"
	"beltmap/geo"
)

func TestTheListsThatToursHadBecomeStops(t *testing.T) {
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	s := create(t, path)
	tour := geo.New(geo.Tours)
	tour.ID, tour.NameZH = "T-1", "路线"
	other := tour.Clone()
	other.ID = "T-2"
	if _, err := s.Apply(background, geo.BatchOf("tours", geo.Change{Record: tour}, geo.Change{Record: other})); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	script(t, path, "DROP TABLE stops", "DROP TABLE beltmap_before_stops", "DROP TABLE beltmap_hashes_stops", "DELETE FROM gpkg_contents WHERE table_name='stops'",
		"ALTER TABLE tours ADD COLUMN stops TEXT", "ALTER TABLE tours ADD COLUMN dwell TEXT", "DELETE FROM beltmap_migrations WHERE number=11",
		`UPDATE tours SET stops='["places/P-1","centers/C-1","somewhere"]', dwell='["20","0"]' WHERE id='T-1'`)
	s, err := gpkg.Open(background, path, gpkg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	all, err := read(s) // which compares every row with its hash
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range all {
		if r.Collection == geo.Stops {
			got = append(got, r.ID+" "+r.Get(geo.TourOf).Text()+" "+r.Get(geo.StopNumber).String()+" "+r.Get(geo.Target).Text()+" "+r.Get(geo.Dwell).String())
		}
	}
	if len(got) != 3 || got[0] != "T-1-S01 T-1 1 places/P-1 20" || got[1] != "T-1-S02 T-1 2 centers/C-1 " || got[2] != "T-1-S03 T-1 3  " {
		t.Errorf("%q", got)
	}
	third := tour.Clone()
	third.ID = "T-3"
	if _, err := s.Apply(background, geo.BatchOf("after", geo.Change{Record: third})); err != nil {
		t.Errorf("a batch after it: %v", err)
	}
}

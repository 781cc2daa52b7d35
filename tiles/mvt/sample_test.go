package mvt_test

import (
	"fmt"
	"testing"

	"beltmap/data/sample"
	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"beltmap/tiles"
	"beltmap/tiles/mvt"
)

func TestTheSampleIsWholeAtEveryZoom(t *testing.T) {
	records, err := sample.Records()
	if err != nil {
		t.Fatal(err)
	}
	w := build(t, records...)
	points := pointsOf(records)
	for z := uint8(0); z <= tiles.MaxZoom; z++ {
		for _, c := range geo.Published() {
			if geo.SchemaOf(c).Shapes&^geo.PointShape != 0 {
				continue
			}
			if got, want := shown(t, t, w, c, world.Query{}, points, z).String(), wanted(w, c, world.Query{}).String(); got != want {
				t.Errorf("zoom %d shows %s of %v, want %s", z, got, c, want)
			}
		}
		for _, belt := range []struct {
			id   string
			of   geo.Collection
			want int
		}{{"CZ-B-SHANGHAI-ROAD", geo.Enterprises, 20}, {"NG-B-NANSHAN", geo.Organizations, 8}} {
			q := world.Query{Equal: []world.Condition{{Field: geo.BeltsOf, Value: geo.Text(belt.id)}}}
			if got := shown(t, t, w, belt.of, q, points, z).total; got != belt.want {
				t.Errorf("zoom %d shows %d %v of %s", z, got, belt.of, belt.id)
			}
		}
	}
}

func TestEveryBeltAndGridOfTheSampleIsDrawn(t *testing.T) {
	records, err := sample.Records()
	if err != nil {
		t.Fatal(err)
	}
	w := build(t, records...)
	for _, r := range records {
		if r.Geometry == nil || geo.ShapeOf(r.Geometry) == geo.PointShape || !r.Located() || !r.Valid.Holds(today) {
			continue
		}
		found := false
		for tile := range tiles.Cover(plane.MercatorBounds(r.Geometry.Bound()), 14) {
			layer := read(t, w, mvt.Request{Tile: tile, Layers: []geo.Collection{r.Collection}})[r.Collection.String()]
			if layer == nil {
				continue
			}
			for _, f := range layer.Features {
				found = found || fmt.Sprint(f.Properties["id"]) == r.ID
			}
		}
		if !found {
			t.Errorf("%s is nowhere to be seen at zoom 14", r.Ref())
		}
	}
}

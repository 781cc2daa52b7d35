package mvt_test

import (
	"bytes"
	"fmt"
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"beltmap/tiles"
	"beltmap/tiles/mvt"
	"github.com/paulmach/orb"
)

// secrets is a world of three enterprises that internal readers may tell apart and public ones may not.
func secrets(t failer) (*world.World, tiles.Address) {
	var records []geo.Record
	for i, members := range []int64{5, 1, 0} {
		r := record(geo.Enterprises, fmt.Sprintf("E-%d", i), orb.Point{118.31 + float64(i)*0.0001, 32.3})
		r.Zone = []string{"CZ", "CZ", "NG"}[i]
		r.Set(geo.SurveyedAt, geo.OnDay(today-10))
		r.Set(geo.FullMembers, geo.Integer(members))
		r.Set(geo.Instructors, geo.Integer(0))
		r.Set(geo.Output, geo.Number(12.5))
		records = append(records, r)
	}
	return build(t, records...), tiles.At(plane.Mercator(orb.Point{118.31, 32.3}), 16)
}

func TestPublicTilesHoldNoInternalFieldAndNoInternalStatus(t *testing.T) {
	w, deepest := secrets(t)
	for sight, want := range map[geo.Sight]map[string]int{
		geo.PublicSight(): {"none": 3}, geo.FullSight(): {"eligible": 1, "uncovered": 2},
		{Internal: geo.ZonesOf("CZ")}: {"eligible": 1, "uncovered": 1, "none": 1}, {Internal: geo.ZonesOf("NG")}: {"uncovered": 1, "none": 2},
	} {
		got := map[string]int{}
		for _, f := range read(t, w, mvt.Request{Tile: deepest, Query: world.Query{Sight: sight}})["enterprises"].Features {
			got[fmt.Sprint(f.Properties["status"])]++
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v readers see %v, want %v", sight, got, want)
		}
	}
	for tile := deepest; ; tile = tile.Parent() {
		body := encode(t, w, mvt.Request{Tile: tile})
		for _, c := range geo.Published() {
			for _, f := range geo.SchemaOf(c).Fields {
				if f.Class == geo.Internal && bytes.Contains(body, []byte(f.Name)) {
					t.Errorf("tile %v speaks of %s", tile, f.Name)
				}
			}
		}
		for _, status := range []string{"eligible", "uncovered"} {
			if bytes.Contains(body, []byte(status)) {
				t.Errorf("tile %v speaks of %s", tile, status)
			}
		}
		if tile.Z == 0 {
			break
		}
	}
}

func TestNoFilterTellsThePublicWhatItMayNotSee(t *testing.T) {
	w, tile := secrets(t)
	for _, condition := range []world.Condition{
		{Field: geo.FullMembers, Value: geo.Integer(5)},
		{Field: geo.EnterpriseStatus, Value: geo.Text("eligible")},
		{Field: geo.EnterpriseStatus, Value: geo.Text("uncovered")},
	} {
		for z := range tiles.MaxZoom + 1 {
			at := tiles.At(plane.Mercator(orb.Point{118.31, 32.3}), uint8(z))
			if body := encode(t, w, mvt.Request{Tile: at, Query: world.Query{Equal: []world.Condition{condition}}}); len(body) > 0 {
				t.Errorf("%s=%v shows the public %d bytes of tile %v", condition.Field.Name, condition.Value, len(body), at)
			}
		}
		body := encode(t, w, mvt.Request{Tile: tile, Query: world.Query{Sight: geo.FullSight(), Equal: []world.Condition{condition}}})
		if len(body) == 0 {
			t.Errorf("%s=%v shows internal readers nothing", condition.Field.Name, condition.Value)
		}
	}
}

func TestAFilterAppliesToLayersThatHaveThePropertyAndKnowTheValue(t *testing.T) {
	spot := orb.Point{118.31, 32.3}
	enterprise, organization, program := record(geo.Enterprises, "E", spot), record(geo.Organizations, "O", spot), record(geo.Programs, "P", spot)
	program.Set(geo.ProgramStatus, geo.Text("planned"))
	enterprise.Zone, organization.Zone, program.Zone = "CZ", "NG", "CZ"
	w := build(t, enterprise, organization, program)
	for name, c := range map[string]struct {
		condition world.Condition
		want      string
	}{
		"a zone":                          {world.Condition{Field: geo.Zone, Value: geo.Text("CZ")}, "enterprises programs"},
		"a status of enterprises":         {world.Condition{Field: geo.EnterpriseStatus, Value: geo.Text("single")}, "organizations programs"},
		"the same, by another's field":    {world.Condition{Field: geo.GridStatus, Value: geo.Text("single")}, "organizations programs"},
		"a status of programs":            {world.Condition{Field: geo.EnterpriseStatus, Value: geo.Text("planned")}, "enterprises organizations programs"},
		"another status of programs":      {world.Condition{Field: geo.EventStatus, Value: geo.Text("active")}, "enterprises organizations"},
		"a value that organizations lack": {world.Condition{Field: geo.Stars, Value: geo.Integer(5)}, "enterprises programs"},
	} {
		layers := read(t, w, mvt.Request{Tile: tiles.At(plane.Mercator(spot), 14), Query: world.Query{Equal: []world.Condition{c.condition}}})
		got := ""
		for _, id := range []string{"enterprises", "organizations", "programs"} {
			if layers[id] != nil {
				got += " " + id
			}
		}
		if got != " "+c.want {
			t.Errorf("%s: the layers%s, want %s", name, got, c.want)
		}
	}
}

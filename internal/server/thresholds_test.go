package server_test

import (
	"fmt"
	"net/http"
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/status"
	"beltmap/tiles"
	"github.com/paulmach/orb"
)

// Every setting on which statuses and marks rest acts at once, for whoever may see what it decides: on the item, in counts and in tiles.
func TestThresholdsActAtOnceOnItemsCountsAndTiles(t *testing.T) {
	at := orb.Point{118.31, 32.3}
	e := geo.New(geo.Enterprises)
	e.ID, e.NameZH, e.Geometry, e.Position.Class = "E1", "企业", at, geo.Exact
	e.Set(geo.SurveyedAt, geo.OnDay(geo.Date(2026, 1, 5)))
	e.Set(geo.FullMembers, geo.Integer(3))
	e.Set(geo.Instructors, geo.Integer(1))
	o := geo.New(geo.Organizations)
	o.ID, o.NameZH = "O1", "党组织"
	o.Set(geo.Form, geo.Text("joint"))
	o.Set(geo.Covers, geo.List("E2"))
	o.Set(geo.Stars, geo.Integer(4))
	o.Set(geo.StarScheme, geo.Text("five-star"))
	o.Set(geo.RatedOn, geo.OnDay(geo.Date(2026, 1, 1)))
	o.Set(geo.ActiveOn, geo.OnDay(geo.Date(2026, 1, 1)))
	covered := geo.New(geo.Enterprises)
	covered.ID, covered.NameZH = "E2", "企业"
	address := tiles.At(plane.Mercator(at), 14)
	tile := fmt.Sprintf("/tiles/belts/%d/%d/%d.mvt", address.Z, address.X, address.Y)
	const joint = status.Work | status.Organizational | status.Effective | status.OperationUnstated
	for _, class := range []geo.Class{geo.Internal, geo.Public} {
		reader := serve(t, class, []geo.Record{e, covered, o}, withRoles)
		desk := reader.as("desk-administrator")
		for _, c := range []struct {
			key, value       string
			internal, public string       // of E1
			marks            status.Marks // of E2
		}{
			{"branch_members", "4", "work_only", "work_only", joint},
			{"work_instructors", "2", "eligible", "none", joint},
			{"denominator", "all", "eligible", "work_only", joint | status.InDenominator},
			{"counted_forms", "single", "eligible", "work_only", status.Work | status.OperationUnstated},
			{"activity_days", "10", "eligible", "work_only", joint &^ status.Effective},
			{"star_schemes", "five-star:5:1", "eligible", "work_only", joint &^ status.Effective},
			{"star_schemes", "other:5:12", "eligible", "work_only", joint&^status.Effective | status.EffectiveUnknown},
			{"privacy_k", "9", "eligible", "work_only", joint},
		} {
			check := func(want string, marks status.Marks) (list, drawn string) {
				t.Helper()
				if got := reader.get("/api/collections/enterprises/items/E1").is(http.StatusOK).json()["properties"].(map[string]any)["status"]; got != want {
					t.Errorf("%s=%s, %s: the item is %v, want %s", c.key, c.value, class, got, want)
				}
				if n := reader.counted()[want]; n != 1.0 {
					t.Errorf("%s=%s, %s: %v count as %s", c.key, c.value, class, n, want)
				}
				table := reader.app.World().Table(geo.Enterprises)
				if row, _ := table.Find("E2"); table.Marks(row) != marks {
					t.Errorf("%s=%s: marks %07b, want %07b", c.key, c.value, table.Marks(row), marks)
				}
				return reader.get("/api/collections/enterprises/items").header.Get("Etag"), reader.get(tile).is(http.StatusOK).header.Get("Etag")
			}
			usual, want := "eligible", c.internal
			if class == geo.Public {
				usual, want = "work_only", c.public
			}
			list, drawn := check(usual, joint)
			desk.set(c.key, `{"value":"`+c.value+`"}`, "*").is(http.StatusOK)
			after, redrawn := check(want, c.marks)
			if after == list || (redrawn == drawn) != (usual == want) {
				t.Errorf("%s=%s, %s: tags %s and %s, then %s and %s", c.key, c.value, class, list, drawn, after, redrawn)
			}
			desk.set(c.key, `{"value":null}`, "*").is(http.StatusOK)
		}
	}
}

func (s *site) counted() map[string]any {
	s.t.Helper()
	all := s.get("/api/counts").is(http.StatusOK).json()["collections"].(map[string]any)
	return all["enterprises"].(map[string]any)["by_status"].(map[string]any)
}

package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/internal/server"
)

// branch is an organization with members, or with none known if they are negative.
func branch(id, zone string, members int64, belts ...string) geo.Record {
	r := geo.New(geo.Organizations)
	r.ID, r.Zone, r.NameZH = id, zone, "党支部"+id
	if members >= 0 {
		r.Set(geo.Members, geo.Integer(members))
	}
	if len(belts) > 0 {
		r.Set(geo.BeltsOf, geo.List(belts...))
	}
	return r
}

func named(c geo.Collection, id, zone string) geo.Record {
	r := geo.New(c)
	r.ID, r.Zone, r.NameZH = id, zone, "名称"+id
	return r
}

// organized is three zones: CZ has a belt that leaves two organizations over and one that leaves more, NG two organizations only, FX none known.
func organized() []geo.Record {
	records := []geo.Record{named(geo.Zones, "CZ", ""), named(geo.Zones, "NG", ""), named(geo.Zones, "FX", ""), named(geo.Zones, "SX", ""),
		named(geo.Belts, "B-MOST", "CZ"), named(geo.Belts, "B-HALF", "CZ"), named(geo.Belts, "B-BOTH", "CZ")}
	for i := range 8 {
		var belts []string
		if i < 6 {
			belts = append(belts, "B-MOST")
		}
		if i < 4 {
			belts = append(belts, "B-HALF")
		}
		if i == 7 {
			belts = append(belts, "B-BOTH")
		}
		records = append(records, branch(fmt.Sprintf("CZ-O-%d", i), "CZ", int64(10+i), belts...))
	}
	return append(records, branch("CZ-O-8", "CZ", -1), branch("NG-O-0", "NG", 40, "B-BOTH"), branch("NG-O-1", "NG", 60, "B-BOTH"), branch("FX-O-0", "FX", -1))
}

type memberTotal struct {
	ID                     string
	Total                  *int64
	Organizations, Unknown int
	Exact                  bool
	AsOf                   string `json:"as_of"`
	Reason                 *string
}

func (m memberTotal) String() string {
	switch {
	case m.Total != nil && m.Exact:
		return fmt.Sprintf("exactly %d of %d, %d unknown", *m.Total, m.Organizations, m.Unknown)
	case m.Total != nil:
		return fmt.Sprintf("%d of %d, %d unknown", *m.Total, m.Organizations, m.Unknown)
	case m.Reason != nil:
		return *m.Reason
	}
	return "nothing"
}

func (s *site) totals() map[string]string {
	s.t.Helper()
	var doc struct{ Zones, Belts []memberTotal }
	if err := json.Unmarshal(s.get("/api/members").is(http.StatusOK).body, &doc); err != nil {
		s.t.Fatal(err)
	}
	all := map[string]string{}
	for _, m := range append(doc.Zones, doc.Belts...) {
		all[m.ID] = m.String()
	}
	return all
}

func expect(t *testing.T, got, want map[string]string) {
	t.Helper()
	for id, w := range want {
		if got[id] != w {
			t.Errorf("%s: %s, want %s", id, got[id], w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d totals, want %d: %v", len(got), len(want), got)
	}
}

func TestTotalsOfMembersArePublishedAsFarAsNothingFollows(t *testing.T) {
	s := serve(t, geo.Public, organized(), withRoles)
	expect(t, s.totals(), map[string]string{"CZ": "108 of 9, 1 unknown", "NG": "withheld", "FX": "unknown", "SX": "unlisted",
		"B-MOST": "withheld", "B-HALF": "46 of 4, 0 unknown", "B-BOTH": "117 of 3, 0 unknown"})
	desk := s.as("desk-cz")
	desk.describe()
	expect(t, desk.totals(), map[string]string{"CZ": "exactly 108 of 9, 1 unknown", "NG": "withheld", "FX": "unknown", "SX": "unlisted",
		"B-MOST": "exactly 75 of 6, 0 unknown", "B-HALF": "exactly 46 of 4, 0 unknown", "B-BOTH": "117 of 3, 0 unknown"})
	viewer := s.as("desk-viewer")
	viewer.describe()
	if got := viewer.totals(); got["NG"] != "exactly 100 of 2, 0 unknown" || got["B-BOTH"] != "exactly 117 of 3, 0 unknown" {
		t.Errorf("%v", got)
	}
}

// A changed count must not show as the difference of two totals, not even to somebody who asks before and after the server is started anew.
func TestAPublishedTotalStaysAsItWasWhenOneCountChanges(t *testing.T) {
	s := serve(t, geo.Public, organized())
	before := s.totals()
	if _, err := s.app.Apply(context.Background(), geo.BatchOf("edit", geo.Change{Op: geo.Put, Record: branch("CZ-O-6", "CZ", 31)},
		geo.Change{Op: geo.Put, Record: branch("CZ-O-8", "CZ", 7)})); err != nil {
		t.Fatal(err)
	}
	expect(t, s.totals(), before)
	again, err := server.New(server.Options{App: s.app, Releases: s.store.Releases()})
	if err != nil {
		t.Fatal(err)
	}
	s.Server.Config.Handler = again
	expect(t, s.totals(), before)
}

func TestWhatCannotBeRememberedIsNotPublished(t *testing.T) {
	for name, kept := range map[string]func(*gpkg.Store) func(*server.Options){
		"nowhere": func(*gpkg.Store) func(*server.Options) { return func(o *server.Options) { o.Releases = nil } },
		"in a file that is only read": func(read *gpkg.Store) func(*server.Options) {
			return func(o *server.Options) { o.Releases = read.Releases() }
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := t.TempDir() + "/read.gpkg"
			made, err := gpkg.Open(context.Background(), path, gpkg.Options{Create: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := made.Close(); err != nil {
				t.Fatal(err)
			}
			read, err := gpkg.Open(context.Background(), path, gpkg.Options{ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			defer read.Close()
			s := serve(t, geo.Public, organized(), kept(read))
			if got := s.totals()["CZ"]; got != "withheld" {
				t.Errorf("CZ: %s", got)
			}
		})
	}
}

func TestNoSumOfInternalFieldsIsPublic(t *testing.T) {
	var records []geo.Record
	sums := map[string]float64{}
	records = append(records, named(geo.Zones, "Z", ""), named(geo.Belts, "B", "Z"))
	for i := range 5 {
		e := named(geo.Enterprises, fmt.Sprintf("E-%d", i), "Z")
		e.Set(geo.BeltsOf, geo.List("B"))
		for n, f := range internalFields(geo.Enterprises) {
			x := float64(71_000*(n+1) + 137*i*i)
			v := geo.Integer(int64(x))
			if f.Type == geo.TypeNumber {
				x += 0.125
				v = geo.Number(x)
			}
			e.Set(f, v)
			sums[f.Name] += x
		}
		records = append(records, e, branch(fmt.Sprintf("O-%d", i), "Z", int64(50_000+71*i*i), "B"))
		sums[geo.Members.Name] += float64(50_000 + 71*i*i)
	}
	s := serve(t, geo.Public, records)
	for _, path := range append(secretPaths(), "/api/counts?belts=B", "/api/counts?zone=Z", "/api/collections/belts/items/B", "/api/collections/zones/items/Z") {
		a := s.get(path)
		for name, sum := range sums {
			if found := bytes.Contains(a.body, []byte(geo.Number(sum).String())); found != (path == "/api/members" && name == geo.Members.Name) {
				t.Errorf("%s: the sum of %s is there: %v", path, name, found)
			}
		}
	}
}

package server_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"beltmap/geo"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
)

// secret is a record whose internal values can be told from anything else in an answer.
func secretRecords() []geo.Record {
	e := geo.New(geo.Enterprises)
	e.ID, e.NameZH, e.NameEN, e.Zone = "S-1", "保密测试企业", "Secret Test Works", "Z"
	e.Geometry, e.Position.Class = orb.Point{117.25, 31.8}, geo.Exact
	e.Set(geo.FullMembers, geo.Integer(76543))
	e.Set(geo.Instructors, geo.Integer(65437))
	e.Set(geo.Output, geo.Number(5437.625))
	e.Set(geo.Tax, geo.Number(4376.125))
	o := geo.New(geo.Organizations)
	o.ID, o.NameZH, o.Zone = "S-2", "保密测试党支部", "Z"
	o.Geometry, o.Position.Class = orb.Point{117.25, 31.81}, geo.Exact
	o.Set(geo.Members, geo.Integer(87654))
	z := geo.New(geo.Zones)
	z.ID, z.NameZH = "Z", "保密测试开发区"
	return []geo.Record{z, e, o}
}

// sites are paths whose answers show the secret records, as much as the reader's class allows.
func secretPaths() []string {
	return append(everyPath(), "/api/collections/enterprises/items", "/api/collections/organizations/items", "/api/collections/enterprises/items/S-1", "/api/collections/organizations/items/S-2",
		"/api/search?q=%E4%BF%9D%E5%AF%86", "/api/counts?zone=Z", "/tiles/belts/14/13528/6664.mvt", "/tiles/belts/10/845/416.mvt", "/tiles/belts/0/0/0.mvt", "/tiles/belts/16/54112/26656.mvt?zone=Z")
}

func TestThePublicNeverSeesInternalFieldsOnAnyRoute(t *testing.T) {
	s := serve(t, geo.Public, append(sampleRecords(t), secretRecords()...))
	for _, path := range secretPaths() {
		a := s.get(path)
		if a.status >= 300 && a.status != http.StatusNotFound && a.status != http.StatusNoContent {
			t.Errorf("%s: %d", path, a.status)
		}
		if path == "/" {
			continue // the page has labels for the internal fields, for readers of the internal class
		}
		for _, value := range []string{"76543", "65437", "5437.625", "4376.125", "87654", "full_members", "instructors", "eligible", "uncovered", `"members"`, `"tax"`, `"output"`} {
			if path == "/api/facts" && (value == "instructors" || value == `"members"`) {
				continue // units of what the article itself states: 128 members, 212 instructors
			}
			if path == "/api/collections/enterprises/items/S-1" && value == "instructors" {
				value = `"instructors"` // the clause behind work_only, which is public, speaks of instructors; how many there are is not said
			}
			if bytes.Contains(a.body, []byte(value)) {
				t.Errorf("%s shows %s to the public", path, value)
			}
		}
	}
	if !bytes.Contains(s.get("/api/collections/enterprises/items/S-1").body, []byte("保密测试企业")) {
		t.Error("the record itself is hidden, so the test shows nothing")
	}
}

func TestAnIntranetReadsInternalFieldsAndNoOtherOriginDoes(t *testing.T) {
	s := serve(t, geo.Internal, secretRecords())
	e := s.get("/api/collections/enterprises/items/S-1").is(http.StatusOK)
	for _, value := range []string{`"full_members":76543`, `"instructors":65437`, `"output":5437.625`, `"tax":4376.125`, `"status":"eligible"`} {
		if !bytes.Contains(e.body, []byte(value)) {
			t.Errorf("%s is missing: %s", value, e.body)
		}
	}
	if fc := s.get("/api/collections/enterprises/items?full_members=76543").collection(); fc.Matched != 1 {
		t.Error("internal readers cannot filter by an internal field")
	}
	for _, path := range everyPath() {
		a := s.get(path, "Origin", "https://elsewhere.example")
		if a.header.Get("Access-Control-Allow-Origin") != "" || a.header.Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s may be read by other origins: %v", path, a.header)
		}
	}
	public := serve(t, geo.Public, secretRecords())
	if got := public.get("/api/collections").header.Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("the public API allows the origin %q", got)
	}
	if got := public.get("/").header.Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("the page allows the origin %q", got)
	}
}

func TestClassesHaveTagsOfTheirOwn(t *testing.T) {
	public, internal := serve(t, geo.Public, secretRecords()), serve(t, geo.Internal, secretRecords())
	const path = "/api/collections/enterprises/items"
	if a, b := public.get(path).header.Get("ETag"), internal.get(path).header.Get("ETag"); a == b {
		t.Errorf("both classes answer with the tag %s", a)
	}
}

func TestNoKeyOfAnyAnswerIsOneForANaturalPerson(t *testing.T) {
	for _, class := range []geo.Class{geo.Public, geo.Internal} {
		s := serve(t, class, append(sampleRecords(t), secretRecords()...))
		seen := map[string]bool{}
		for _, path := range secretPaths() {
			a := s.get(path)
			switch kind := a.header.Get("Content-Type"); {
			case strings.Contains(kind, "json"):
				var doc any
				if err := json.Unmarshal(a.body, &doc); err != nil {
					t.Fatalf("%s: %v", path, err)
				}
				keys(doc, seen)
			case strings.Contains(kind, "vector-tile"):
				layers, err := mvt.Unmarshal(a.body)
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range layers {
					for _, f := range l.Features {
						for key := range f.Properties {
							seen[key] = true
						}
					}
				}
			}
		}
		if len(seen) < 60 {
			t.Errorf("only %d keys were seen", len(seen))
		}
		for key := range seen {
			if geo.PersonHeader(key) {
				t.Errorf("the key %q announces a natural person", key)
			}
		}
	}
}

func keys(doc any, seen map[string]bool) {
	switch doc := doc.(type) {
	case map[string]any:
		for key, value := range doc {
			seen[key] = true
			keys(value, seen)
		}
	case []any:
		for _, value := range doc {
			keys(value, seen)
		}
	}
}

func TestTheDescriptionListsEveryCollectionAndEveryParameterOfTheClass(t *testing.T) {
	for _, class := range []geo.Class{geo.Public, geo.Internal} {
		s := serve(t, class, nil)
		paths := s.get("/api/openapi.json").json()["paths"].(map[string]any)
		for _, c := range geo.Published() {
			get := paths["/api/collections/"+c.String()+"/items"].(map[string]any)["get"].(map[string]any)
			var names []string
			for _, p := range get["parameters"].([]any) {
				names = append(names, p.(map[string]any)["name"].(string))
			}
			want := []string{"limit", "bbox", "datetime", "after"}
			for _, f := range geo.SchemaOf(c).AllFields() {
				if f.Class <= class {
					want = append(want, f.Name)
				}
			}
			want = append(want, "crs", "f", "lang")
			if !slices.Equal(names, want) {
				t.Errorf("%s, %s: parameters %v, want %v", class, c, names, want)
			}
		}
	}
}

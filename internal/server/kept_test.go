package server_test

import (
	"net/http"
	"strings"
	"testing"

	"beltmap/geo"
)

// A setting makes credit codes and numbers of employees internal: then they are in no answer to whoever does not see the internal fields of their zone.
func TestWhatASettingKeepsFromThePublicIsInNoAnswerToIt(t *testing.T) {
	records, _ := guarded()
	secrets := map[string][]string{"CZ": {"91110000101623741K", "7651231"}, "NG": {"911101066976941872", "7651237"}}
	for i := range records {
		if r := &records[i]; r.Collection == geo.Enterprises {
			r.Set(geo.Employees, geo.Integer(map[string]int64{"CZ": 7651231, "NG": 7651237}[r.Zone]))
		}
	}
	s := servePinned(t, geo.Public, map[string]string{"public_uscc": "false", "public_employees": "false"}, records, withRoles)
	const items = "/api/collections/enterprises/items"
	paths := []string{items, items + "?f=csv", items + "?f=kml", items + "/CZ-enterprises", items + "/NG-enterprises", "/api/search?q=911101066976941872", "/api/search?q=9111"}
	met := 0
	for name, identity := range everyRole() {
		who := s.as(name)
		who.describe()
		for _, path := range paths {
			a := who.get(path).is(http.StatusOK)
			for zone, texts := range secrets {
				for _, text := range texts {
					// What was asked for stands in the answer's links.
					found := strings.Contains(strings.ReplaceAll(string(a.body), "q=911101066976941872", ""), text)
					if found && identity.Sight().Class(zone) != geo.Internal {
						t.Errorf("%s as %q holds %s of %s", path, name, text, zone)
					}
					if found {
						met++
					}
				}
			}
		}
		seen := identity.Sight().Widest() == geo.Internal
		for field, filter := range map[string]string{"uscc": "?uscc=911101066976941872", "employees": "?employees=7651237"} {
			a := who.get(items + filter)
			if !seen {
				a.problem(http.StatusBadRequest, field)
				continue
			}
			if n := a.is(http.StatusOK).json()["numberMatched"]; n == 1.0 != (identity.Sight().Class("NG") == geo.Internal) {
				t.Errorf("%s as %q matches %v", filter, name, n)
			}
		}
	}
	if met == 0 {
		t.Error("nobody sees what is kept, so that keeping it shows nothing")
	}
	if tag := s.get(items).header.Get("Etag"); !strings.Contains(tag, "public-3") {
		t.Errorf("the tag is %s", tag)
	}
}

package auth_test

import (
	"testing"

	"beltmap/geo"
	"beltmap/internal/auth"
)

func TestRolesAreReadAsTheyAreWritten(t *testing.T) {
	for _, role := range auth.Roles() {
		if got, err := auth.ParseRole(role.String()); err != nil || got != role {
			t.Errorf("%v was read as %v, %v", role, got, err)
		}
	}
	if _, err := auth.ParseRole("root"); geo.KindOf(err) != geo.KindInvalid {
		t.Errorf("root: %v", err)
	}
}

func TestARoleHoldsInItsZonesOnly(t *testing.T) {
	cz := geo.ZonesOf("CZ")
	for role, want := range map[auth.Role]struct {
		sight     geo.Sight
		own, away bool
	}{
		auth.Public:        {geo.PublicSight(), false, false},
		auth.Viewer:        {geo.Sight{Internal: cz}, false, false},
		auth.Analyst:       {geo.Sight{Internal: cz}, false, false},
		auth.Editor:        {geo.Sight{Internal: cz}, true, false},
		auth.Administrator: {geo.FullSight(), true, true},
	} {
		i := auth.Identity{Account: "desk", Role: role, Zones: cz}
		if i.Sight() != want.sight || i.MayEdit("CZ") != want.own || i.MayEdit("NG") != want.away {
			t.Errorf("%v sees %v, edits %v at home and %v elsewhere", role, i.Sight(), i.MayEdit("CZ"), i.MayEdit("NG"))
		}
		if i.MayPropose("CZ") != (role >= auth.Analyst) || (i.MayPropose("NG") || i.MayPropose("")) != (role == auth.Administrator) {
			t.Errorf("%v proposes otherwise", role)
		}
	}
}

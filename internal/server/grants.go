package server

import (
	"strings"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/internal/auth"
)

// grant says which role is the least that is given something: to ask by a route's methods, to see a layer, to see the fields of a class, to
// take a list as a file. All four hold at once: a file of a layer has the fields that its reader may see.
type grant struct {
	Kind  string `json:"kind"` // route, layer, fields or file
	Name  string `json:"name"`
	Role  string `json:"role"`
	Zones bool   `json:"in_zones"` // in the zones of the role only
}

// grants are all of them: the table of routes, and what is seen through them.
func grants() []grant {
	var all []grant
	for _, row := range routes() {
		all = append(all, grant{"route", strings.Join(row.methods, ", ") + " " + row.path, row.role.String(), false})
	}
	for _, c := range geo.AllCollections() {
		all = append(all, grant{"layer", c.String(), auth.Public.String(), false})
	}
	for _, class := range []geo.Class{geo.Public, geo.Internal} {
		all = append(all, grant{"fields", class.String(), leastToSee(class).String(), class == geo.Internal})
	}
	for _, format := range export.Formats() {
		all = append(all, grant{"file", format.Name, auth.Public.String(), false})
	}
	return all
}

// leastToSee is the least role that sees the fields of a class in a zone of its own.
func leastToSee(class geo.Class) auth.Role {
	for _, role := range auth.Roles() {
		if (auth.Identity{Role: role, Zones: geo.AllZones()}).Sight().Widest() >= class {
			return role
		}
	}
	return auth.Administrator
}

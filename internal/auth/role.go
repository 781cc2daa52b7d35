package auth

import (
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Role says what somebody may do. Each role may do what those before it may.
type Role uint8

// The roles. Editors and those below are bound to zones; an administrator never is.
const (
	Public        Role = iota // nobody has signed in
	Viewer                    // reads internal fields
	Analyst                   // and what is computed from them
	Editor                    // and changes records
	Administrator             // and accounts, settings and the log
	numRoles
)

var roleNames = [numRoles]string{"public", "viewer", "analyst", "editor", "administrator"}

// Roles lists them, the least first.
func Roles() []Role { return []Role{Public, Viewer, Analyst, Editor, Administrator} }

func (r Role) String() string {
	if r >= numRoles {
		return "unknown"
	}
	return roleNames[r]
}

// ParseRole is the role of a name that String writes. It fails with kind invalid.
func ParseRole(name string) (Role, error) {
	for i, n := range roleNames {
		if n == name {
			return Role(i), nil
		}
	}
	return 0, geo.Invalid("auth.ParseRole", phrase.RoleUnknown.With(name, strings.Join(roleNames[1:], ", ")))
}

// Way is how an identity came to be known.
type Way uint8

// The ways.
const (
	Nobody   Way = iota // nothing was shown: the public
	Intranet            // reached a port where everyone is a viewer
	Session             // signed in, by a cookie
	Token               // a token of the API
)

var wayNames = [...]string{"", "intranet", "session", "token"}

func (w Way) String() string { return wayNames[w] }

// Identity is who asks. The zero value is the public.
type Identity struct {
	Account string // the login name of a desk, what TokenAccount says of a token, "" for the public
	Role    Role
	Zones   geo.ZoneSet // the zones the role holds in; elsewhere the identity is the public. Not looked at for administrators
	Way     Way
}

// Sight is what the identity may read.
func (i Identity) Sight() geo.Sight {
	switch {
	case i.Role == Administrator:
		return geo.FullSight()
	case i.Role >= Viewer:
		return geo.Sight{Internal: i.Zones}
	}
	return geo.PublicSight()
}

// MayEdit tells whether the identity may change records of a zone.
func (i Identity) MayEdit(zone string) bool {
	return i.Role == Administrator || i.Role == Editor && i.Zones.Has(zone)
}

// MayPropose tells whether the identity may make scenarios of a zone; those of no zone are made by whoever holds every zone.
func (i Identity) MayPropose(zone string) bool {
	return i.Role == Administrator || i.Role >= Analyst && i.Zones.Has(zone)
}

package geocode

import (
	"context"
	"math"

	"beltmap/geo"
	"beltmap/geo/crs"
)

// Query is what a row says of its place. Personal data has been taken out before.
type Query struct {
	Address  string // as it was written
	Name     string // of the enterprise or organization
	ZoneName string // the zone the row belongs to, as it was written
	ZoneID   string // the same, resolved, where it could be
}

// Answer is what a geocoder knows about a Query.
type Answer struct {
	Point    crs.WGS84     // means nothing if Class is unlocated
	Class    geo.Precision // exact, street, zone, town, county or unlocated
	Provider string        // who answered
	Level    string        // the provider's own word for how well it knows the place, or why there is no position
	Score    float64       // how sure it is, 0 to 1
	Matched  string        // the place it took the address for
	CRS      string        // the CRS of X and Y, as geo.Position has it; "" for WGS 84
	X, Y     float64       // the pair as the provider gave it, longitude first
}

// Geocoder answers queries. Nothing found is an Answer of class unlocated and no error; an error is a *geo.Error and means that going on to
// the next row is of no use now: no permission, the day's quota is used up, the service is out of reach, the context is done. Geocoders may be
// used by many goroutines.
type Geocoder interface {
	Geocode(ctx context.Context, q Query) (Answer, error)
}

// InTurn asks one geocoder after the other until one knows the place to its street, and answers with the best known position, the earlier one
// of equals. Put the gazetteer first: an answer that is farther than elsewhere from what it found is not believed, because services are known to
// take a street for the one of the same name in another city.
type InTurn []Geocoder

// elsewhere is farther, in degrees, than any two places of one county or zone are apart.
const elsewhere = 1.0

// Geocode implements Geocoder.
func (list InTurn) Geocode(ctx context.Context, q Query) (Answer, error) {
	best := unlocated("", "")
	for _, g := range list {
		a, err := g.Geocode(ctx, q)
		if err != nil {
			return best, err
		}
		if rank(a.Class) > 0 && rank(best.Class) > 0 && apart(a.Point, best.Point, elsewhere) {
			continue
		}
		if rank(a.Class) > rank(best.Class) || best.Level == "" && best.Class == geo.Unlocated {
			best = a
		}
		if rank(best.Class) >= rank(geo.Street) {
			break
		}
	}
	return best, nil
}

// rank orders the classes that geocoding can have by how much they say.
func rank(c geo.Precision) int {
	switch c {
	case geo.Exact:
		return 5
	case geo.Street:
		return 4
	case geo.InZone:
		return 3
	case geo.Town:
		return 2
	case geo.County:
		return 1
	}
	return 0
}

func unlocated(provider, level string) Answer {
	return Answer{Class: geo.Unlocated, Provider: provider, Level: level}
}

func apart(a, b crs.WGS84, degrees float64) bool {
	return math.Abs(a[0]-b[0]) > degrees || math.Abs(a[1]-b[1]) > degrees
}

package geo

import "beltmap/geo/phrase"

// Collection names a kind of record. Its text form is the id used in URLs, tables, layers and files.
type Collection uint8

// The collections. Facts are published by their own resource; the others are OGC API collections.
const (
	Zones Collection = iota + 1
	Belts
	Enterprises
	Organizations
	Centers
	Grids
	Alliances
	Honors
	Programs
	Events
	Tours
	Places
	Stops  // what a tour shows, one record a stop
	Ground // what the operator draws below: no record of the belts, never counted or searched
	Facts
)

var collectionIDs = [...]string{
	Zones: "zones", Belts: "belts", Enterprises: "enterprises", Organizations: "organizations", Centers: "centers", Grids: "grids",
	Alliances: "alliances", Honors: "honors", Programs: "programs", Events: "events", Tours: "tours", Places: "places", Stops: "stops", Ground: "ground", Facts: "facts",
}

// NumCollections bounds arrays indexed by Collection: valid collections are 1 … NumCollections-1.
const NumCollections = len(collectionIDs)

// String is the collection's id, such as "enterprises".
func (c Collection) String() string {
	if c == 0 || int(c) >= len(collectionIDs) {
		return "collection(?)"
	}
	return collectionIDs[c]
}

// Published lists the collections that are OGC API collections and may be tile layers, in drawing order of their ids above.
func Published() []Collection {
	return []Collection{Zones, Belts, Enterprises, Organizations, Centers, Grids, Alliances, Honors, Programs, Events, Tours, Places, Stops, Ground}
}

// AllCollections lists every kind of record, those referred to before those that refer to them.
func AllCollections() []Collection { return append(Published(), Facts) }

// ParseCollection reads a collection's id.
func ParseCollection(id string) (Collection, error) {
	for _, c := range AllCollections() {
		if c.String() == id {
			return c, nil
		}
	}
	return 0, Invalid("geo.ParseCollection", phrase.CollectionUnknown.With(id))
}

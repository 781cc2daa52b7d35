package server

import (
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

// oneZone is the zone that must be given, and be there on the World's day.
func (p parameters) oneZone(w *world.World) (string, error) {
	zone, err := p.zoneOfSomeDay(w)
	if err == nil {
		err = thereOn(w, &zone)
	}
	return zone, err
}

// zoneOfSomeDay is the zone that must be given, of which there is a record. Whether it is there on the day asked about is for thereOn to tell, once there is a
// World of that day: a World is dear, and none is made for a name that nobody ever had.
func (p parameters) zoneOfSomeDay(w *world.World) (string, error) {
	zone, given := p["zone"]
	switch {
	case !given:
		return "", badParameter("zone", phrase.ZoneWanted.With())
	case !geo.ValidID(zone):
		return "", badParameter("zone", phrase.IDMalformed.With(zone))
	}
	return zone, knownIn(w, &zone)
}

// anyZoneOfSomeDay is the zone that may be given, likewise: nil if there is none, "" for the records of none. Coverage counts whoever names it on a day, whether it
// was there or not, so that a series has all its days.
func (p parameters) anyZoneOfSomeDay(w *world.World) (*string, error) {
	zone, err := p.qualityZone()
	if err == nil {
		err = knownIn(w, zone)
	}
	return zone, err
}

// knownIn tells that there is no record of a zone, of whatever days.
func knownIn(w *world.World, zone *string) error {
	if zone == nil || *zone == "" {
		return nil
	}
	if _, known := w.Table(geo.Zones).Find(*zone); known {
		return nil
	}
	return zoneMissing(*zone)
}

// thereOn tells that a zone is not there on the World's day.
func thereOn(w *world.World, zone *string) error {
	if zone == nil || *zone == "" || isCurrent(w.Table(geo.Zones), *zone) {
		return nil
	}
	return zoneMissing(*zone)
}

func zoneMissing(zone string) error {
	return geo.NotFound("server.zone", phrase.AreaMissing.With("zone", zone))
}

package crs

import (
	"strconv"

	"beltmap/geo/phrase"
)

// System is a coordinate system that a list may come in. Values are comparable; the zero value is WGS 84.
type System struct {
	family   family
	meridian uint8 // Gauss-Krueger: the central meridian in degrees east
	prefixed bool  // Gauss-Krueger: eastings begin with the zone's number
}

type family uint8

const (
	wgs84 family = iota
	cgcs2000
	gcj02
	bd09
	webMercator
	gaussKrueger
)

// The 3-degree zones of CGCS2000 and their first codes in the EPSG registry, with and without the zone's number before the easting.
const (
	firstZone, lastZone      = 25, 45
	firstPrefixed, firstBare = 4513, 4534
)

// System says that the point is in WGS 84.
func (WGS84) System() System { return System{} }

// System says that the point is in CGCS2000.
func (CGCS2000) System() System { return System{family: cgcs2000} }

// System says that the point is in GCJ-02.
func (GCJ02) System() System { return System{family: gcj02} }

// System says that the point is in BD-09.
func (BD09) System() System { return System{family: bd09} }

// FromEPSG is the system of a code of the EPSG registry, and whether it is known here.
func FromEPSG(code int) (System, bool) {
	switch {
	case code == 4326:
		return System{}, true
	case code == 4490:
		return System{family: cgcs2000}, true
	case code == 3857:
		return System{family: webMercator}, true
	case firstPrefixed <= code && code <= firstPrefixed+lastZone-firstZone:
		return zoned(code-firstPrefixed+firstZone, true), true
	case firstBare <= code && code <= firstBare+lastZone-firstZone:
		return zoned(code-firstBare+firstZone, false), true
	}
	return System{}, false
}

func zoned(zone int, prefixed bool) System {
	return System{family: gaussKrueger, meridian: uint8(3 * zone), prefixed: prefixed}
}

// KnownSystems lists every system there is, in the order of a help text.
func KnownSystems() []System {
	all := []System{{}, {family: cgcs2000}, {family: gcj02}, {family: bd09}, {family: webMercator}}
	for _, prefixed := range [...]bool{true, false} {
		for zone := firstZone; zone <= lastZone; zone++ {
			all = append(all, zoned(zone, prefixed))
		}
	}
	return all
}

// EPSG is the system's code in the EPSG registry, 0 for GCJ-02 and BD-09, which have none.
func (s System) EPSG() int {
	switch s.family {
	case wgs84:
		return 4326
	case cgcs2000:
		return 4490
	case webMercator:
		return 3857
	case gaussKrueger:
		if s.prefixed {
			return firstPrefixed + s.zone() - firstZone
		}
		return firstBare + s.zone() - firstZone
	}
	return 0
}

// String is the system's one name, as Position.CRS keeps it: "EPSG:4548", "GCJ-02", "BD-09". It is never empty.
func (s System) String() string {
	switch s.family {
	case gcj02:
		return "GCJ-02"
	case bd09:
		return "BD-09"
	}
	return "EPSG:" + strconv.Itoa(s.EPSG())
}

// Label is what a reader calls the system.
func (s System) Label() phrase.Text {
	switch s.family {
	case cgcs2000:
		return phrase.SystemCGCS2000.With()
	case gcj02:
		return phrase.SystemGCJ02.With()
	case bd09:
		return phrase.SystemBD09.With()
	case webMercator:
		return phrase.SystemMercator.With()
	case gaussKrueger:
		if s.prefixed {
			return phrase.SystemZone.With(s.zone(), s.meridian)
		}
		return phrase.SystemMeridian.With(s.meridian)
	}
	return phrase.SystemWGS84.With()
}

// Geographic tells whether pairs are degrees; otherwise they are metres.
func (s System) Geographic() bool { return s.family != webMercator && s.family != gaussKrueger }

// NorthingFirst tells whether the definition names its axes the other way round than they are given here: Gauss-Krueger calls the northing x
// and the easting y, so a column X of such a list holds northings. Of degrees it says nothing: in lists as in GeoJSON longitude comes first, although the
// registry has latitude first for 4326 and 4490.
func (s System) NorthingFirst() bool { return s.family == gaussKrueger }

func (s System) zone() int { return int(s.meridian) / 3 }

// CentralMeridian is the meridian, in degrees east, about which a Gauss-Krueger system is drawn; 0 for all others.
func (s System) CentralMeridian() int { return int(s.meridian) }

// FalseEasting is the easting of the central meridian in metres.
func (s System) FalseEasting() float64 {
	if s.prefixed {
		return float64(s.zone())*1e6 + 5e5
	}
	return 5e5
}

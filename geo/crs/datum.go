// Package crs converts coordinates between WGS 84 and what Chinese lists come in: CGCS2000, GCJ-02 (AMap, Tencent), BD-09 (Baidu), 3-degree
// Gauss-Krueger and Web Mercator. The datum of a point in degrees is in its type; a System is what a file declares. Degrees are
// decimal and longitude comes first, projected pairs are metres and easting comes first, whatever order a definition lists. It also tells what is
// wrong with a pair that lies elsewhere than it should. It knows no datum before CGCS2000 (Xi'an 1980, Beijing 1954), no heights and no epochs.
package crs

import "github.com/paulmach/orb"

// Points in degrees, longitude first, each of its own datum: one cannot be taken for another.
//
// CGCS2000 and WGS84 are the same numbers here. The frames were defined within centimetres of each other; since 2000 the plate has carried
// China some 3 cm a year, less than a metre in all, which no list of addresses resolves and no conversion without an epoch could mend.
type (
	WGS84    orb.Point // what is stored, EPSG:4326 with longitude first
	CGCS2000 orb.Point // the national system since 2008, EPSG:4490 with longitude first
	GCJ02    orb.Point // the national shift that AMap and Tencent publish; it has no EPSG code
	BD09     orb.Point // Baidu's shift on top of GCJ-02; it has no EPSG code
)

// WGS84 is the same point: identity within the metre that the frames have moved apart.
func (p CGCS2000) WGS84() WGS84 { return WGS84(p) }

// CGCS2000 is the same point: identity within the metre that the frames have moved apart.
func (p WGS84) CGCS2000() CGCS2000 { return CGCS2000(p) }

// BD09 is the point shifted twice.
func (p WGS84) BD09() BD09 { return p.GCJ02().BD09() }

// WGS84 undoes both shifts, within 1 cm where GCJ02.WGS84 is within 1 mm.
func (p BD09) WGS84() WGS84 { return p.GCJ02().WGS84() }

package crs

import (
	"math"

	"github.com/paulmach/orb"
)

const radian = math.Pi / 180

// The shift is a polynomial with sines, in metres around 105° E 35° N, turned into degrees on Krasovsky's ellipsoid. It was never
// published; the constants are those which every open implementation agrees on.
const (
	krasovskyMajor = 6378245.0
	krasovskyEcc2  = 0.00669342162296594323
	middleLon      = 105.0
	middleLat      = 35.0
)

const (
	chinaWest, chinaEast   = 72.004, 137.8347
	chinaSouth, chinaNorth = 0.8293, 55.8271
)

// China is the box in WGS 84 degrees within which GCJ-02 shifts. Outside it GCJ-02 is WGS 84.
func China() orb.Bound {
	return orb.Bound{Min: orb.Point{chinaWest, chinaSouth}, Max: orb.Point{chinaEast, chinaNorth}}
}

func inChina(lon, lat float64) bool {
	return chinaWest <= lon && lon <= chinaEast && chinaSouth <= lat && lat <= chinaNorth
}

// GCJ02 is the point shifted as Chinese map services must show it: some 100 to 700 m inside China's box, not at all outside.
func (p WGS84) GCJ02() GCJ02 {
	if !inChina(p[0], p[1]) {
		return GCJ02(p)
	}
	east, north := shift(p[0], p[1])
	return GCJ02{p[0] + east, p[1] + north}
}

// WGS84 undoes the shift within 1 mm for every point of China's box. Just outside the box a pair may be read two ways, since the shift
// ends abruptly there; it is then taken for a shifted one. Anything else outside the box is returned as it is.
func (p GCJ02) WGS84() WGS84 {
	// The shift changes by less than 1 % of the way gone, so each round leaves under a hundredth of the error of the one before.
	const rounds, still = 8, 1e-9
	lon, lat := p[0], p[1]
	if !(70 < lon && lon < 140 && -1 < lat && lat < 58) { // nothing is shifted as far as this
		return WGS84(p)
	}
	for range rounds {
		east, north := shift(lon, lat)
		dx, dy := p[0]-east-lon, p[1]-north-lat
		lon, lat = lon+dx, lat+dy
		if math.Abs(dx) < still && math.Abs(dy) < still {
			break
		}
	}
	x, y := min(max(lon, chinaWest), chinaEast), min(max(lat, chinaSouth), chinaNorth)
	if math.Abs(x-lon)+math.Abs(y-lat) > slack {
		return WGS84(p)
	}
	return WGS84{x, y} // a point of the border is not rounded out of the box
}

// shift is what GCJ-02 adds to a point, in degrees. The sines of πx/3, πx, 2πx and 6πx follow from those of πx/12 by the formulas for
// twice and three times an angle, which spares most of the time.
func shift(lon, lat float64) (east, north float64) {
	x, y := lon-middleLon, lat-middleLat
	x12, c := math.Sincos(x * (math.Pi / 12))
	x6, c := twice(x12, c)
	x3, c := twice(x6, c)
	x1, c := thrice(x3, c)
	xx, c := twice(x1, c)
	x6x, _ := thrice(xx, c)
	y12, c := math.Sincos(y * (math.Pi / 12))
	y6, c := twice(y12, c)
	y3, c := twice(y6, c)
	y1, _ := thrice(y3, c)
	both := 20*x6x + 20*xx
	root := math.Sqrt(math.Abs(x))
	north = -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root +
		(both+20*y1+40*y3+160*y12+320*math.Sin(y*(math.Pi/30)))*(2.0/3)
	east = 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root +
		(both+20*x1+40*x3+150*x12+300*math.Sin(x*(math.Pi/30)))*(2.0/3)

	sin, cos := math.Sincos(lat * radian)
	w2 := 1 - krasovskyEcc2*sin*sin
	w := math.Sqrt(w2)
	return east * w / (krasovskyMajor * cos * radian), north * w2 * w / (krasovskyMajor * (1 - krasovskyEcc2) * radian)
}

// twice and thrice are sine and cosine of two and three times the angle with the given sine and cosine.
func twice(s, c float64) (float64, float64)  { return 2 * s * c, (c - s) * (c + s) }
func thrice(s, c float64) (float64, float64) { return s * (3 - 4*s*s), c * (4*c*c - 3) }

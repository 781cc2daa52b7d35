package crs

import "math"

// Baidu moves a GCJ-02 point by a fixed step to the north-east and, in polar coordinates around 0° 0°, by a ripple. Like GCJ-02 it was never
// published; every open implementation has these constants.
const (
	bdEast, bdNorth = 0.0065, 0.006
	bdRipple        = 0.00002  // degrees of radius
	bdTurn          = 0.000003 // radians of angle
	bdWave          = math.Pi * 3000 / 180
)

// BD09 is the point shifted as Baidu shows it, by some 700 to 1,100 m. No border of this second shift is known: it is added everywhere.
func (p GCJ02) BD09() BD09 {
	sin, cos := ripple(p[0], p[1], p[0], p[1], 1)
	return BD09{cos + bdEast, sin + bdNorth}
}

// GCJ02 undoes Baidu's shift within 1 cm.
func (p BD09) GCJ02() GCJ02 {
	// The ripple's slope is below 2 % in China, so each round leaves at most a fiftieth of the error of the one before.
	const rounds, still = 8, 1e-8
	x, y := p[0]-bdEast, p[1]-bdNorth
	lon, lat := x, y
	for range rounds {
		north, east := ripple(x, y, lon, lat, -1)
		dx, dy := east-lon, north-lat
		lon, lat = east, north
		if math.Abs(dx) < still && math.Abs(dy) < still {
			break
		}
	}
	return GCJ02{lon, lat}
}

// ripple moves (x, y) by the ripple at (lon, lat), outwards for sign 1, back for -1.
func ripple(x, y, lon, lat, sign float64) (north, east float64) {
	radius := math.Hypot(x, y) + sign*bdRipple*math.Sin(lat*bdWave)
	sin, cos := math.Sincos(math.Atan2(y, x) + sign*bdTurn*math.Cos(lon*bdWave))
	return radius * sin, radius * cos
}

package crs

import "math"

// The ellipsoid of CGCS2000 (GRS 80's a and f; WGS 84's f differs in the ninth digit, 0.1 mm of the Earth's radius).
const (
	semiMajor  = 6378137.0
	flattening = 1 / 298.257222101
	third      = flattening / (2 - flattening) // n, the third flattening
	ecc2       = flattening * (2 - flattening)
)

// rectifying is the radius of the circle as long as a meridian, Karney (2011), equation 14.
const rectifying = semiMajor / (1 + third) * (1 + n2/4 + n4/64 + n6/256)

const (
	n2 = third * third
	n3 = n2 * third
	n4 = n3 * third
	n5 = n4 * third
	n6 = n5 * third
)

// forward and backward are Krüger's series to the sixth order in n: C. F. F. Karney, Transverse Mercator with an accuracy of a few
// nanometers, J. Geodesy 85 (2011), equations 35 and 36.
var (
	forward = [6]float64{
		third/2 - n2*2/3 + n3*5/16 + n4*41/180 - n5*127/288 + n6*7891/37800,
		n2*13/48 - n3*3/5 + n4*557/1440 + n5*281/630 - n6*1983433/1935360,
		n3*61/240 - n4*103/140 + n5*15061/26880 + n6*167603/181440,
		n4*49561/161280 - n5*179/168 + n6*6601661/7257600,
		n5*34729/80640 - n6*3418889/1995840,
		n6 * 212378941 / 319334400,
	}
	backward = [6]float64{
		third/2 - n2*2/3 + n3*37/96 - n4/360 - n5*81/512 + n6*96199/604800,
		n2/48 + n3/15 - n4*437/1440 + n5*46/105 - n6*1118711/3870720,
		n3*17/480 - n4*37/840 - n5*209/4480 + n6*5569/90720,
		n4*4397/161280 - n5*11/504 - n6*830251/7257600,
		n5*4583/161280 - n6*108847/3991680,
		n6 * 20648693 / 638668800,
	}
)

// project is the transverse Mercator projection with scale 1: metres east of the meridian and north of the equator.
func project(lon, lat, meridian float64) (east, north float64) {
	sinLon, cosLon := math.Sincos((lon - meridian) * radian)
	t := conformal(math.Tan(lat * radian))
	xi, eta := math.Atan2(t, cosLon), math.Asinh(sinLon/math.Hypot(t, cosLon))
	dxi, deta := series(&forward, xi, eta)
	return rectifying * (eta + deta), rectifying * (xi + dxi)
}

// unproject is the inverse of project.
func unproject(east, north, meridian float64) (lon, lat float64) {
	xi, eta := north/rectifying, east/rectifying
	dxi, deta := series(&backward, xi, eta)
	sin, cos := math.Sincos(xi - dxi)
	sinh := math.Sinh(eta - deta)
	lon = meridian + math.Atan2(sinh, cos)/radian
	return lon, math.Atan(geodetic(sin/math.Hypot(sinh, cos))) / radian
}

// series is the sum of c[j] sin(2(j+1)(ξ + iη)), added up by Clenshaw's recurrence.
func series(c *[6]float64, xi, eta float64) (re, im float64) {
	sin, cos := math.Sincos(2 * xi)
	e := math.Exp(2 * eta)
	cosh, sinh := (e+1/e)/2, (e-1/e)/2
	double := complex(2*cos*cosh, -2*sin*sinh)
	var b, before complex128
	for j := len(c) - 1; j >= 0; j-- {
		b, before = complex(c[j], 0)+double*b-before, b
	}
	sum := b * complex(sin*cosh, cos*sinh)
	return real(sum), imag(sum)
}

// conformal is the tangent of the conformal latitude from that of the geodetic one, Karney's equations 7 to 9.
func conformal(t float64) float64 {
	e := math.Sqrt(ecc2)
	sec := math.Sqrt(1 + t*t)
	sigma := math.Sinh(e * math.Atanh(e*t/sec))
	return t*math.Sqrt(1+sigma*sigma) - sigma*sec
}

// geodetic inverts conformal by Newton's method, Karney's equations 19 to 21: two rounds reach the last digit in all but odd cases.
func geodetic(want float64) float64 {
	t := want / (1 - ecc2)
	for range 5 {
		got := conformal(t)
		step := (want - got) / math.Sqrt(1+got*got) * (1 + (1-ecc2)*t*t) / ((1 - ecc2) * math.Sqrt(1+t*t))
		t += step
		if math.Abs(step) < 1e-15*(1+math.Abs(t)) {
			break
		}
	}
	return t
}

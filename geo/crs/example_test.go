package crs_test

import (
	"fmt"

	"beltmap/geo/crs"
	"github.com/paulmach/orb"
)

// A point copied from a Chinese map service is shifted by half a kilometre; its type says so until it is converted.
func ExampleGCJ02_WGS84() {
	amap := crs.GCJ02{118.3, 32.3}
	p := amap.WGS84()
	fmt.Printf("%.6f, %.6f\n", p[0], p[1])
	// Output: 118.294636, 32.302045
}

func ExampleBD09_WGS84() {
	baidu := crs.BD09{118.3, 32.3}
	p := baidu.WGS84()
	fmt.Printf("%.6f, %.6f\n", p[0], p[1])
	// Output: 118.288149, 32.295986
}

// A surveyor's pair: easting first, whatever the columns are called.
func ExampleSystem_ToWGS84() {
	s, err := crs.Parse("CGCS2000_3_Degree_GK_CM_117E")
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := s.ToWGS84(orb.Point{622443.97, 3575861.6})
	fmt.Printf("%s: %.7f, %.7f %v\n", s, p[0], p[1], err)
	_, err = s.ToWGS84(orb.Point{39622443.97, 3575861.6})
	fmt.Println(err)
	// Output:
	// EPSG:4548: 118.3000000, 32.3000000 <nil>
	// crs.ToWGS84: the pair (39622443.97, 3575861.6) lies outside the area of CGCS2000 3-degree Gauss-Krueger, central meridian 117° (no zone number)
}

func ExampleSystem_FromWGS84() {
	s, _ := crs.FromEPSG(4527)
	p, err := s.FromWGS84(crs.WGS84{118.3, 32.3})
	fmt.Printf("%.3f, %.3f %v\n", p[0], p[1], err)
	// Output: 39622443.969, 3575861.604 <nil>
}

func ExampleSystem_GeometryFromWGS84() {
	g, err := crs.GCJ02{}.System().GeometryFromWGS84(orb.LineString{{118.3, 32.3}, {2.35, 48.86}})
	fmt.Printf("%.5f %v\n", g, err) // there is no shift in Paris
	// Output: [[118.30537 32.29796] [2.35000 48.86000]] <nil>
}

func ExampleParse() {
	for _, name := range []string{"4490", "urn:ogc:def:crs:EPSG::4527", "高德", "Xian 1980"} {
		s, err := crs.Parse(name)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(s, s.EPSG(), s.Label().EN)
	}
	// Output:
	// EPSG:4490 4490 CGCS2000, degrees
	// EPSG:4527 4527 CGCS2000 3-degree Gauss-Krueger zone 39 (central meridian 117°, zone number before the easting)
	// GCJ-02 0 GCJ-02 (AMap, Tencent), degrees
	// crs.Parse: the coordinate system "Xian 1980" is older than CGCS2000 and tens of metres off; only local parameters convert it, so have it converted to CGCS2000 first
}

func ExampleParseDegrees() {
	for _, text := range []string{"118.3085", "118°18′30.5″E", "北纬32度15分", "118-18-30", "118°60′"} {
		degrees, err := crs.ParseDegrees(text)
		fmt.Printf("%.6f %v\n", degrees, err)
	}
	// Output:
	// 118.308500 <nil>
	// 118.308472 <nil>
	// 32.250000 <nil>
	// 118.308333 <nil>
	// 0.000000 crs.ParseDegrees: "118°60′" is no angle; write decimal degrees (118.3085) or degrees, minutes and seconds (118°18′30″E)
}

// The list says 117° E without the zone's number, the pair has it: it must lie in the zone's outline to be sure.
func ExampleExplain() {
	outline := orb.Bound{Min: orb.Point{118.2, 32.2}, Max: orb.Point{118.5, 32.5}}
	declared, _ := crs.FromEPSG(4548)
	e := crs.Explain(declared, orb.Point{39622443.97, 3575861.6}, outline)
	fmt.Println(e.System, e.Text().EN)
	e = crs.Explain(declared, orb.Point{3575861.6, 622443.97}, outline)
	fmt.Println(e.System, e.Text().EN)
	// Output:
	// EPSG:4527 the easting of (39622443.97, 3575861.6) begins with the zone number 39; it looks like CGCS2000 3-degree Gauss-Krueger zone 39 (central meridian 117°, zone number before the easting)
	// EPSG:4548 the pair (3575861.6, 622443.97) looks exchanged; it was read the other way round, as CGCS2000 3-degree Gauss-Krueger, central meridian 117° (no zone number)
}

// Five places whose true position is known are enough to tell that a list copied from AMap is not in WGS 84.
func ExampleShiftedLikeGCJ02() {
	known := []crs.WGS84{{118.31, 32.30}, {118.32, 32.31}, {118.33, 32.29}, {118.30, 32.33}, {118.35, 32.30}}
	var list []crs.WGS84
	for _, p := range known {
		list = append(list, crs.WGS84(p.GCJ02()))
	}
	shift := crs.ShiftedLikeGCJ02(list, known)
	fmt.Println(shift.Refutes(), shift.Text().EN)
	// Output: true 5 known places say that the coordinates are in GCJ-02, not WGS 84: as declared they are 555 m off, as GCJ-02 0 m
}

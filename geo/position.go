package geo

import "beltmap/geo/phrase"

// Precision says how well a position is known. Its text is the position_class property.
type Precision string

// The position classes, from best known to not known. Illustrative positions are drawn plausibly for a record whose true place is
// not stated anywhere; synthetic ones belong to generated data.
const (
	Exact        Precision = "exact"
	Street       Precision = "street"
	InZone       Precision = "zone"
	Town         Precision = "town"
	County       Precision = "county"
	Illustrative Precision = "illustrative"
	Synthetic    Precision = "synthetic"
	Unlocated    Precision = "unlocated"
)

var positionCodes = []Code{
	{"exact", phrase.Of("精确", "exact")}, {"street", phrase.Of("街道门牌级", "street")}, {"zone", phrase.Of("园区级", "zone")},
	{"town", phrase.Of("乡镇街道级", "town")}, {"county", phrase.Of("县区级", "county")}, {"illustrative", phrase.Of("示意位置", "illustrative")},
	{"synthetic", phrase.Of("合成数据", "synthetic")}, {"unlocated", phrase.Of("未定位", "unlocated")},
}

// Located tells whether a record of this class may be drawn as a pin and counts as located: a point known only to its town or
// county must not be mistaken for a place.
func (p Precision) Located() bool {
	switch p {
	case Exact, Street, InZone, Illustrative, Synthetic:
		return true
	}
	return false
}

// Position says where a record's geometry comes from.
type Position struct {
	Class  Precision
	Source string  // who or what gave the position
	CRS    string  // the CRS the position was given in, as "EPSG:4490" or "GCJ-02"; "" if it was WGS 84
	X, Y   float64 // the pair as it was given, in CRS; meaningless without CRS
}

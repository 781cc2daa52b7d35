package crs

import (
	"math"
	"strconv"

	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// Fault is what is wrong with a pair that does not lie where its list says.
type Fault uint8

// The faults, in the order in which they are thought of.
const (
	Sound        Fault = iota // nothing: the pair lies where it should
	Swapped                   // the two numbers are exchanged: latitude or northing comes first
	ZoneMissing               // the easting should begin with the zone's number and does not
	ZoneUnwanted              // the easting begins with the zone's number and should not
	OtherZone                 // it is of another Gauss-Krueger zone
	OtherSystem               // it is of another system: degrees for metres, say
	Unexplained               // no system here puts it where it should be
)

// Reading is one way to understand a pair.
type Reading struct {
	System  System
	Swapped bool  // the pair is to be exchanged first
	Point   WGS84 // where the pair lies then
}

// Explanation is the simplest reading that puts a pair where it should be, and what must have gone wrong.
type Explanation struct {
	Reading
	Fault    Fault
	Declared System
	Pair     orb.Point
	Others   int // readings in other systems that would do as well: without a zone's number a pair fits several meridians
}

// Explain finds out what a pair is that was declared to be of a system and should lie in a box of WGS 84 degrees: the outline of its zone with a margin, or
// China. The pair as declared is tried first, then exchanged, then in other systems, the zone nearest to the middle of the box before others.
// Degrees of GCJ-02 and BD-09 differ too little from WGS 84 for a box to tell; ShiftedLikeGCJ02 and ShiftedOutOf are for that.
func Explain(declared System, pair orb.Point, near orb.Bound) Explanation {
	e := Explanation{Fault: Unexplained, Declared: declared, Pair: pair}
	for _, swapped := range [...]bool{false, true} {
		if e.try(declared, swapped, near) {
			return e
		}
	}
	middle := near.Center()[0]
	for _, swapped := range [...]bool{false, true} {
		for _, s := range [...]System{{}, {family: webMercator}} {
			if s.Geographic() != declared.Geographic() || s.family == webMercator {
				e.try(s, swapped, near)
			}
		}
		for _, prefixed := range [...]bool{declared.prefixed, !declared.prefixed} {
			e.tryZones(prefixed, swapped, near, middle)
		}
	}
	return e
}

// tryZones tries the zone declared first, then the others from the middle of the box outwards.
func (e *Explanation) tryZones(prefixed, swapped bool, near orb.Bound, middle float64) {
	declared := 0
	if e.Declared.family == gaussKrueger {
		declared = e.Declared.zone()
		e.try(zoned(declared, prefixed), swapped, near)
	}
	first := min(max(int(math.Round(middle/3)), firstZone), lastZone)
	for step := range 2 * (lastZone - firstZone + 1) {
		zone := first + (step+1)/2*(1-step%2*2) // first, one less, one more, two less …
		if zone != declared && firstZone <= zone && zone <= lastZone {
			e.try(zoned(zone, prefixed), swapped, near)
		}
	}
}

// try takes a reading if it puts the pair into the box, or counts it if there is one already.
func (e *Explanation) try(s System, swapped bool, near orb.Bound) bool {
	if e.Fault != Unexplained && s == e.Declared {
		return false
	}
	pair := e.Pair
	if swapped {
		pair[0], pair[1] = pair[1], pair[0]
	}
	w, ok := s.toWGS84(pair)
	if !ok || !near.Contains(orb.Point(w)) {
		return false
	}
	if e.Fault != Unexplained {
		e.Others++
		return false
	}
	e.Reading = Reading{System: s, Swapped: swapped, Point: w}
	e.Fault = e.faultOf(s, swapped)
	return true
}

func (e *Explanation) faultOf(s System, swapped bool) Fault {
	switch d := e.Declared; {
	case s == d && swapped:
		return Swapped
	case s == d:
		return Sound
	case s.family != gaussKrueger || d.family != gaussKrueger:
		return OtherSystem
	case s.meridian != d.meridian:
		return OtherZone
	case s.prefixed:
		return ZoneUnwanted
	}
	return ZoneMissing
}

// Text says what is wrong and how the pair was understood; it says nothing of a sound pair.
func (e Explanation) Text() phrase.Text {
	x, y := plainNumber(e.Pair[0]), plainNumber(e.Pair[1])
	found, declared := e.System.Label(), e.Declared.Label()
	var text phrase.Text
	switch e.Fault {
	case Sound:
		return phrase.Text{}
	case Swapped:
		text = phrase.PairSwapped.With(x, y, declared)
	case ZoneMissing:
		text = phrase.PairZoneMissing.With(x, y, e.Declared.zone(), found)
	case ZoneUnwanted:
		text = phrase.PairZoneUnwanted.With(x, y, e.System.zone(), found)
	case OtherZone:
		text = phrase.PairOtherZone.With(x, y, declared, found)
	case OtherSystem:
		text = phrase.PairOtherSystem.With(x, y, declared, found)
	default:
		return phrase.PairUnexplained.With(x, y, declared)
	}
	if e.Reading.Swapped && e.Fault != Swapped {
		text = phrase.PairAlsoSwapped.With(text)
	}
	if e.Others > 0 && (e.Fault == OtherZone || e.Fault == OtherSystem) { // otherwise the meridian is the one declared
		text = phrase.PairAmbiguous.With(text, e.Others)
	}
	return text
}

// plainNumber writes a coordinate without an exponent, as it stands in a sheet.
func plainNumber(x float64) string {
	if math.Abs(x) < 1e12 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

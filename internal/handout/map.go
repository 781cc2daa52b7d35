package handout

import (
	"fmt"
	"math"
	"strings"

	"beltmap/geo"
	"beltmap/geo/tour"
	"github.com/paulmach/orb"
)

// canvas is the size of a drawing in its own units.
type canvas struct {
	width, height float64
	margin        float64 // around what is fitted
	apart         float64 // between the centers of two marks, so that their numbers are legible
	edge          float64 // how near to it the center of a mark comes
	least         float64 // metres across, however near to each other stops are
	bars          float64 // how long the scale's bar may be, as a share of the width
}

// onPhone is in units that are about pixels there.
func onPhone() canvas { return canvas{360, 270, 30, 27, 15, 200, 1. / 3} }

// Map is a drawing of stops and legs, fitted to them. A place is drawn at ((lon-Lon)*KX, (Lat-lat)*KY).
type Map struct {
	Width, Height    float64
	Lon, Lat, KX, KY float64
	Legs             []MapLeg
	Marks            []Mark
	Bar              float64 // the length of the scale's bar
	BarMetres        int
	Estimated        bool // whether any leg is
	Illustrative     bool // whether any place is
	canvas           canvas
}

// MapLeg is a way between stops as the path of an SVG.
type MapLeg struct {
	Path      string
	Estimated bool
}

// Mark is the number of a stop, beside its place where it would cover another.
type Mark struct {
	Seq          int
	X, Y         float64
	AtX, AtY     float64
	Aside        bool
	Illustrative bool
}

// boxOf is the box around stops and legs; false if no stop has a place.
func boxOf(passages []tour.Passage) (box orb.Bound, there bool) {
	for i := range passages {
		p := &passages[i]
		if !p.Located {
			continue
		}
		if box == (orb.Bound{}) {
			box = p.Point.Bound()
		}
		box = box.Extend(p.Point)
		if p.Leg != nil {
			box = box.Union(p.Leg.Path.Bound())
		}
	}
	return box, box != (orb.Bound{})
}

// draw fits a map to the stops that have a place; nil if none has.
func draw(passages []tour.Passage, on canvas) *Map {
	box, there := boxOf(passages)
	if !there {
		return nil
	}
	m := fitted(box, on)
	for i := range passages {
		p := &passages[i]
		if !p.Located {
			continue
		}
		x, y := m.at(p.Point)
		m.Marks = append(m.Marks, Mark{Seq: p.Seq, X: x, Y: y, AtX: x, AtY: y, Illustrative: p.Class == geo.Illustrative})
		m.Illustrative = m.Illustrative || p.Class == geo.Illustrative
		if p.Leg != nil {
			m.Legs = append(m.Legs, MapLeg{m.path(p.Leg.Path), p.Leg.Estimated})
			m.Estimated = m.Estimated || p.Leg.Estimated
		}
	}
	m.spread()
	return m
}

// fitted is an empty map of a box.
func fitted(box orb.Bound, on canvas) *Map {
	const metresADegree = 111_320
	center := box.Center()
	east := metresADegree * math.Cos(center[1]*math.Pi/180)
	wide, high := max((box.Max[0]-box.Min[0])*east, on.least), max((box.Max[1]-box.Min[1])*metresADegree, on.least)
	unit := min((on.width-2*on.margin)/wide, (on.height-2*on.margin)/high) // of the drawing a metre
	m := &Map{Width: on.width, Height: on.height, KX: unit * east, KY: unit * metresADegree, canvas: on}
	m.Lon, m.Lat = center[0]-on.width/2/m.KX, center[1]+on.height/2/m.KY
	m.BarMetres = 1
	for _, round := range []int{10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000} {
		if float64(round)*unit <= on.width*on.bars {
			m.BarMetres = round
		}
	}
	m.Bar = float64(m.BarMetres) * unit
	return m
}

func (m *Map) at(p orb.Point) (x, y float64) { return (p[0] - m.Lon) * m.KX, (m.Lat - p[1]) * m.KY }

// path draws a line. A road's points lie closer than can be seen: those within a step of the last are left out.
func (m *Map) path(line orb.LineString) string {
	const step = 0.7
	var b strings.Builder
	lastX, lastY := 0.0, 0.0
	for i, p := range line {
		x, y := m.at(p)
		if i > 0 && i < len(line)-1 && math.Hypot(x-lastX, y-lastY) < step {
			continue
		}
		fmt.Fprintf(&b, "%c%.1f %.1f", "ML"[min(i, 1)], x, y)
		lastX, lastY = x, y
	}
	return b.String()
}

// spread moves marks that cover one another apart, a little each time, and never off the map. The first of two at one place moves up, the second down.
func (m *Map) spread() {
	marks, on := m.Marks, m.canvas
	for range 200 {
		moved := false
		for i := range marks {
			for k := range marks[:i] {
				a, b := &marks[k], &marks[i]
				dx, dy := b.X-a.X, b.Y-a.Y
				gap := math.Hypot(dx, dy)
				if gap >= on.apart*0.996 {
					continue
				}
				if gap < on.apart/2700 {
					dx, dy, gap = 0.3*float64(i-k), 1, math.Hypot(0.3*float64(i-k), 1)
				}
				push := (on.apart - gap) / 2
				a.X, a.Y, b.X, b.Y = a.X-dx/gap*push, a.Y-dy/gap*push, b.X+dx/gap*push, b.Y+dy/gap*push
				moved = true
			}
		}
		for i := range marks {
			marks[i].X, marks[i].Y = min(max(marks[i].X, on.edge), on.width-on.edge), min(max(marks[i].Y, on.edge), on.height-on.edge)
		}
		if !moved {
			break
		}
	}
	for i := range marks {
		marks[i].Aside = math.Hypot(marks[i].X-marks[i].AtX, marks[i].Y-marks[i].AtY) > on.apart/27
	}
}

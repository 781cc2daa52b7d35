package handout

import (
	"fmt"
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"beltmap/internal/paper"
	"beltmap/tiles/style"
	"github.com/paulmach/orb"
)

// onPaper is in millimetres.
func onPaper() canvas { return canvas{paper.Across, 92, 13, 7.6, 5, 2400, 1. / 4} }

// GroundBox is what the map of a leaflet shows, for who gathers what lies there; false if no stop has a place.
func GroundBox(passages []tour.Passage) (orb.Bound, bool) {
	box, there := boxOf(passages)
	if !there {
		return box, false
	}
	m := fitted(box, onPaper())
	return orb.Bound{Min: orb.Point{m.Lon, m.Lat - m.Height/m.KY}, Max: orb.Point{m.Lon + m.Width/m.KX, m.Lat}}, true
}

// key is one line of what the map's signs mean, with its sign.
type key struct {
	text string
	sign func(x, y float64) // in a box of 8 mm around the middle of a line
}

// mapped draws the map with its review number, north, scale and signs, and says how true it is.
func (l *leaflet) mapped() {
	note := paper.Type{Size: 8.5, Color: gray}
	m := draw(l.tour.Passages, onPaper())
	if m == nil {
		l.text(l.say(phrase.LeafletNoMap), note)
		return
	}
	l.Chapter(l.say(phrase.LeafletMap))
	x, y := paper.Margin, l.Y
	l.Box(paper.Color(style.Ground().Light), x, y, m.Width, m.Height)
	on := sheetMap{l, m, x, y}
	var keys []key
	l.Inside(x, y, m.Width, m.Height, func() { keys = append(on.ground(), on.legs()...) })
	l.Frame(paper.Pen{Width: 0.25, Color: gray}, x, y, m.Width, m.Height)
	keys = append(on.marks(), keys...)
	on.edge()
	l.Y = y + m.Height + 1.5
	l.keys(keys)
	notes := l.view.Notes
	if l.tour.GroundCut {
		notes = append(notes, l.say(phrase.LeafletGroundCut))
	}
	l.text(strings.Join(notes, " · "), note)
}

// sheetMap is a map at its place on a page.
type sheetMap struct {
	*leaflet
	*Map
	x, y float64
}

func (m *sheetMap) point(p orb.Point) paper.Point {
	x, y := m.at(p)
	return paper.Point{X: m.x + x, Y: m.y + y}
}

func (m *sheetMap) line(points []orb.Point) []paper.Point {
	line := make([]paper.Point, len(points))
	for i, p := range points {
		line[i] = m.point(p)
	}
	return line
}

// faded is a color on the ground, so much of it as a share.
func faded(c style.Color, share float64) paper.Color {
	ground := style.Ground().Light
	var mixed paper.Color
	for shift := 0; shift < 24; shift += 8 {
		a, b := float64(c>>shift&255), float64(ground>>shift&255)
		mixed |= paper.Color(a*share+b*(1-share)) << shift
	}
	return mixed
}

// looked is how a collection is drawn on paper.
func looked(c geo.Collection) (pen paper.Pen, area paper.Color) {
	look := style.LayerOf(c)
	pen = paper.Pen{Width: look.LineWidth * 0.3, Color: paper.Color(look.Tone.Light)}
	for _, d := range look.Dash {
		pen.Dash = append(pen.Dash, d*pen.Width)
	}
	return pen, faded(look.Tone.Light, look.FillOpacity)
}

// ground draws what lies below the tour, and tells what is what.
func (m *sheetMap) ground() (keys []key) {
	named := map[string]bool{}
	for i := range m.tour.Ground {
		g := &m.tour.Ground[i]
		pen, area := looked(g.Collection)
		switch shape := g.Geometry.(type) {
		case orb.LineString:
			m.Line(pen, m.line(shape)...)
		case orb.MultiLineString:
			for _, line := range shape {
				m.Line(pen, m.line(line)...)
			}
		case orb.Polygon:
			m.area(area, pen, shape)
		case orb.MultiPolygon:
			for _, one := range shape {
				m.area(area, pen, one)
			}
		}
		text := m.groundName(g)
		if text == "" || named[text] || len(named) >= 6 {
			continue
		}
		named[text] = true
		_, filled := g.Geometry.(orb.Polygon)
		keys = append(keys, key{text, func(x, y float64) {
			if filled {
				m.Box(area, x-3.5, y-1.5, 7, 3)
				m.Frame(pen, x-3.5, y-1.5, 7, 3)
				return
			}
			m.Line(pen, paper.Point{X: x - 3.5, Y: y}, paper.Point{X: x + 3.5, Y: y})
		}})
		if g.Collection == geo.Ground && g.Source != "" && len(m.sources) < 10 {
			m.source(g.Source)
		}
	}
	return keys
}

func (m *sheetMap) area(c paper.Color, edge paper.Pen, rings orb.Polygon) {
	drawn := make([][]paper.Point, len(rings))
	for i, ring := range rings {
		drawn[i] = m.line(ring)
	}
	m.Area(c, edge, drawn...)
}

// groundName is what the key calls something.
func (m *sheetMap) groundName(g *tour.Ground) string {
	name, _ := said(m.tour.Lang, g.NameZH, g.NameEN)
	switch g.Collection {
	case geo.Zones:
		return phrase.LeafletZone.With(name).In(m.tour.Lang)
	case geo.Belts:
		return phrase.LeafletBelt.With(name).In(m.tour.Lang)
	}
	for _, code := range geo.GroundKind.Codes {
		if code.Value == g.Kind {
			return code.Label.In(m.tour.Lang)
		}
	}
	return m.say(phrase.LeafletGround)
}

// legs draws the ways between stops, dashed where they are estimates.
func (m *sheetMap) legs() (keys []key) {
	var whole, dashed bool
	pen := func(estimated bool) paper.Pen {
		p := paper.Pen{Width: 0.7, Color: paper.Color(style.LayerOf(geo.Tours).Tone.Light)}
		if estimated {
			p.Dash = []float64{2, 1.4}
		}
		return p
	}
	for i := range m.tour.Passages {
		if leg := m.tour.Passages[i].Leg; leg != nil {
			m.Line(pen(leg.Estimated), m.line(leg.Path)...)
			whole, dashed = whole || !leg.Estimated, dashed || leg.Estimated
		}
	}
	for _, one := range []struct {
		is, estimated bool
		text          phrase.Phrase
	}{{whole, false, phrase.LeafletLeg}, {dashed, true, phrase.LeafletGuess}} {
		if one.is {
			keys = append(keys, key{m.say(one.text), func(x, y float64) {
				m.Line(pen(one.estimated), paper.Point{X: x - 3.5, Y: y}, paper.Point{X: x + 3.5, Y: y})
			}})
		}
	}
	return keys
}

// marks draws the numbers of the stops, each of which leads to its story.
func (m *sheetMap) marks() (keys []key) {
	thin := paper.Pen{Width: 0.3, Color: black}
	for _, k := range m.Marks {
		if k.Aside {
			m.Line(thin, paper.Point{X: m.x + k.AtX, Y: m.y + k.AtY}, paper.Point{X: m.x + k.X, Y: m.y + k.Y})
			m.Circle(black, thin, paper.Point{X: m.x + k.AtX, Y: m.y + k.AtY}, 0.6)
		}
	}
	for _, k := range m.Marks {
		m.number(&m.tour.Passages[k.Seq-1], paper.Point{X: m.x + k.X, Y: m.y + k.Y}, 3.4)
		m.LinkTo(m.places[k.Seq-1], m.x+k.X-3.4, m.y+k.Y-3.4, 6.8, 6.8)
	}
	for _, drawn := range []bool{false, true} {
		at := slices.IndexFunc(m.Marks, func(k Mark) bool { return k.Illustrative == drawn })
		if at < 0 {
			continue
		}
		text := phrase.LeafletSpot
		if drawn {
			text = phrase.LeafletDrawn
		}
		keys = append(keys, key{m.say(text), func(x, y float64) { m.disc(drawn, paper.Point{X: x, Y: y}, 1.8) }})
	}
	return keys
}

// number is the number of a stop in a circle, hollow where the position is only illustrative or there is none.
func (l *leaflet) number(p *tour.Passage, at paper.Point, radius float64) {
	hollow := !p.Located || p.Class == geo.Illustrative
	l.disc(hollow, at, radius)
	ink := paper.Color(0xffffff)
	if hollow {
		ink = paper.Color(style.LayerOf(geo.Tours).Tone.Light)
	}
	size := 9.5
	if p.Seq > 99 {
		size = 7
	}
	l.Centered(fmt.Sprint(p.Seq), paper.Type{Size: size, Bold: true, Color: ink, Most: 1}, at.X, at.Y)
}

func (l *leaflet) disc(hollow bool, at paper.Point, radius float64) {
	ink := paper.Color(style.LayerOf(geo.Tours).Tone.Light)
	fill := ink
	if hollow {
		fill = 0xffffff
	}
	l.Circle(fill, paper.Pen{Width: 0.5, Color: ink}, at, radius)
}

// edge sets the review number at the lower left, the scale at the lower right and north at the upper right.
func (m *sheetMap) edge() {
	small := paper.Type{Size: 8, Color: black, Most: 1}
	review := phrase.LeafletUnreviewed.In(m.tour.Lang)
	if m.tour.Review != "" {
		review = phrase.LeafletReview.With(m.tour.Review).In(m.tour.Lang)
	}
	b := m.Block(review, small, m.Width-m.Bar-30)
	m.Box(0xffffff, m.x+1.5, m.y+m.Height-6.5, b.Wide()+3, 5)
	m.Put(b, m.x+3, m.y+m.Height-6.1)

	length := fmt.Sprintf("%d m", m.BarMetres)
	if m.BarMetres >= 1000 {
		length = fmt.Sprintf("%d km", m.BarMetres/1000)
	}
	text := m.Block(length, small, 30)
	right, low := m.x+m.Width-4, m.y+m.Height-3
	m.Box(0xffffff, right-m.Bar-text.Wide()-4.5, low-4, m.Bar+text.Wide()+7, 5.5)
	m.Line(paper.Pen{Width: 0.4, Color: black}, paper.Point{X: right - m.Bar, Y: low - 1.5}, paper.Point{X: right - m.Bar, Y: low}, paper.Point{X: right, Y: low}, paper.Point{X: right, Y: low - 1.5})
	m.Put(text, right-m.Bar-text.Wide()-2.5, low-3.3)

	tip := paper.Point{X: m.x + m.Width - 7, Y: m.y + 4}
	m.Area(black, paper.Pen{Width: 0.2, Color: black}, []paper.Point{tip, {X: tip.X + 2.2, Y: tip.Y + 6}, {X: tip.X, Y: tip.Y + 4.6}, {X: tip.X - 2.2, Y: tip.Y + 6}})
	m.Centered(m.say(phrase.LeafletNorth), paper.Type{Size: 9, Bold: true, Color: black, Most: 1}, tip.X, tip.Y+8.4)
}

// keys sets what the signs mean side by side, on as many lines as they need.
func (l *leaflet) keys(keys []key) {
	of := paper.Type{Size: 8.5, Color: black, Most: 1}
	x := paper.Margin
	for _, k := range keys {
		b := l.Block(k.text, of, paper.Across-12)
		wide := 10 + b.Wide() + 5
		if x+wide > paper.Width-paper.Margin+5 {
			x, l.Y = paper.Margin, l.Y+b.Height()
		}
		k.sign(x+4.5, l.Y+b.Height()/2)
		l.Put(b, x+10, l.Y)
		x += wide
	}
	if len(keys) > 0 {
		l.Y += l.Block("x", of, 10).Height() + 0.5
	}
}

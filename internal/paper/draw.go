package paper

// Point is a place on a page.
type Point struct{ X, Y float64 }

// Pen is how a line is drawn.
type Pen struct {
	Width float64
	Color Color
	Dash  []float64 // lengths drawn and left out by turns, nil for a whole line
}

func (s *Sheet) take(p Pen) {
	red, green, blue := p.Color.parts()
	s.pdf.SetDrawColor(red, green, blue)
	s.pdf.SetLineWidth(p.Width)
	s.pdf.SetDashPattern(p.Dash, 0)
	s.pdf.SetLineCapStyle("butt")
	s.pdf.SetLineJoinStyle("round")
}

func (s *Sheet) fill(c Color) {
	red, green, blue := c.parts()
	s.pdf.SetFillColor(red, green, blue)
}

// Line draws a line from point to point.
func (s *Sheet) Line(p Pen, points ...Point) {
	if len(points) < 2 {
		return
	}
	s.take(p)
	s.follow(points)
	s.pdf.DrawPath("D")
}

// Area fills rings, of which the inner ones are holes, and draws their edges.
func (s *Sheet) Area(c Color, edge Pen, rings ...[]Point) {
	s.fill(c)
	for _, ring := range rings {
		if len(ring) > 2 {
			s.follow(ring)
			s.pdf.ClosePath()
		}
	}
	s.pdf.DrawPath("f*")
	for _, ring := range rings {
		s.Line(edge, ring...)
	}
}

func (s *Sheet) follow(points []Point) {
	s.pdf.MoveTo(points[0].X, points[0].Y)
	for _, p := range points[1:] {
		s.pdf.LineTo(p.X, p.Y)
	}
}

// Circle draws a filled circle.
func (s *Sheet) Circle(c Color, edge Pen, at Point, radius float64) {
	s.take(edge)
	s.fill(c)
	s.pdf.Circle(at.X, at.Y, radius, "FD")
}

// Box fills a rectangle.
func (s *Sheet) Box(c Color, x, y, width, height float64) {
	s.fill(c)
	s.pdf.Rect(x, y, width, height, "F")
}

// Frame draws the edge of a rectangle.
func (s *Sheet) Frame(p Pen, x, y, width, height float64) {
	s.take(p)
	s.pdf.Rect(x, y, width, height, "D")
}

// Inside draws what is done by draw in a rectangle only. Text is set outside of it.
func (s *Sheet) Inside(x, y, width, height float64, draw func()) {
	s.pdf.ClipRect(x, y, width, height, false)
	draw()
	s.pdf.ClipEnd()
}

// Modules fills the dark squares of a grid of size × size, such as those of a QR code, row by row.
func (s *Sheet) Modules(dark func(x, y int) bool, size int, x, y, width float64) {
	step := width / float64(size)
	s.fill(0)
	for row := range size {
		for from := 0; from < size; from++ {
			to := from
			for to < size && dark(to, row) {
				to++
			}
			if to > from {
				s.pdf.Rect(x+float64(from)*step, y+float64(row)*step, float64(to-from)*step, step+0.01, "F")
				from = to
			}
		}
	}
}

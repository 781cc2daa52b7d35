package style

// Shape is one of the plain marks that records are drawn with.
type Shape string

// The shapes. Circle to Ring belong to the statuses of enterprises, the others to collections.
const (
	Circle       Shape = "circle"
	Square       Shape = "square"
	Diamond      Shape = "diamond"
	Triangle     Shape = "triangle"
	TriangleDown Shape = "triangle-down"
	Cross        Shape = "cross"
	Plus         Shape = "plus"
	Ring         Shape = "ring"
	Pentagon     Shape = "pentagon"
	Hexagon      Shape = "hexagon"
	Octagon      Shape = "octagon"
	Trapezoid    Shape = "trapezoid"
	Kite         Shape = "kite"
	Bar          Shape = "bar"
	Half         Shape = "half"
	Frame        Shape = "frame"
)

// Shapes lists every shape.
func Shapes() []Shape {
	return []Shape{Circle, Square, Diamond, Triangle, TriangleDown, Cross, Plus, Ring, Pentagon, Hexagon, Octagon, Trapezoid, Kite, Bar, Half, Frame}
}

// Path is the shape as SVG path data on a box of 24 × 24, to be filled by the even-odd rule.
func (s Shape) Path() string {
	switch s {
	case Square:
		return "M4 4H20V20H4Z"
	case Diamond:
		return "M12 1.5L22.5 12L12 22.5L1.5 12Z"
	case Triangle:
		return "M12 2.5L22.5 21H1.5Z"
	case TriangleDown:
		return "M1.5 3H22.5L12 21.5Z"
	case Cross:
		return "M6 2.5L12 8.5L18 2.5L21.5 6L15.5 12L21.5 18L18 21.5L12 15.5L6 21.5L2.5 18L8.5 12L2.5 6Z"
	case Plus:
		return "M9.5 2H14.5V9.5H22V14.5H14.5V22H9.5V14.5H2V9.5H9.5Z"
	case Ring:
		return "M12 2A10 10 0 1 1 12 22A10 10 0 1 1 12 2ZM12 6A6 6 0 1 0 12 18A6 6 0 1 0 12 6Z"
	case Pentagon:
		return "M12 2L22 9.5L18 21.5H6L2 9.5Z"
	case Hexagon:
		return "M7 3.5H17L22 12L17 20.5H7L2 12Z"
	case Octagon:
		return "M8 2.5H16L21.5 8V16L16 21.5H8L2.5 16V8Z"
	case Trapezoid:
		return "M7 4.5H17L22 19.5H2Z"
	case Kite:
		return "M12 2L20 9L12 22L4 9Z"
	case Bar:
		return "M2 8H22V16H2Z"
	case Half:
		return "M2 17A10 10 0 0 1 22 17Z"
	case Frame:
		return "M3 3H21V21H3ZM7 7V17H17V7Z"
	}
	return "M12 2A10 10 0 1 1 12 22A10 10 0 1 1 12 2Z"
}

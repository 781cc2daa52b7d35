package tour

import (
	"context"
	"math"

	"beltmap/geo"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

// Mode is how a group gets from one stop to the next.
type Mode uint8

// The modes. AnyMode is on foot for what is near and by bus for what is not.
const (
	AnyMode Mode = iota
	Walk
	Bus
)

var modeNames = [...]string{"", "walk", "bus"}

// String is the mode's code in records, "" for AnyMode.
func (m Mode) String() string { return modeNames[m] }

// ModeOf reads a code; what is none is AnyMode.
func ModeOf(code string) Mode {
	for m, name := range modeNames {
		if name == code {
			return Mode(m)
		}
	}
	return AnyMode
}

// Leg is the way from one stop to another.
type Leg struct {
	Mode      Mode // never AnyMode
	Minutes   int  // whole ones, rounded up
	Metres    int
	Path      orb.LineString // from the one to the other, in degrees; nil in a table
	Estimated bool           // not by roads, but straight with a factor for detours
}

// Legs tells the way between any two places. It must be safe for use by one goroutine at a time and give the same answer each time.
type Legs interface {
	Leg(from, to orb.Point, by Mode) Leg
	// Table is the legs from each place to each other without their paths, each by the mode of the place that it leads to.
	Table(ctx context.Context, points []orb.Point, modes []Mode) ([][]Leg, error)
}

// Straight are legs as the crow flies, made longer by a factor for detours: what there is where no roads are known.
type Straight struct {
	Walking float64 // km/h
	Driving float64 // km/h
	Detour  float64 // how much longer roads are
	Near    int     // metres up to which any mode is on foot
}

// The usual factor between roads and straight lines in towns laid out in blocks, and what is still near enough to walk for a group.
const (
	usualDetour = 1.3
	usualNear   = 1000
)

// StraightOf are straight legs at the speeds of the settings.
func StraightOf(s geo.Settings) Straight {
	return Straight{Walking: s.Number(geo.WalkingSpeed), Driving: s.Number(geo.DrivingSpeed), Detour: usualDetour, Near: usualNear}
}

// Leg is the straight way from one place to the other.
func (s Straight) Leg(from, to orb.Point, by Mode) Leg {
	metres := plane.Distance(from, to) * s.Detour
	if by == AnyMode {
		by = Bus
		if metres <= float64(s.Near) {
			by = Walk
		}
	}
	speed := s.Walking
	if by == Bus {
		speed = s.Driving
	}
	return Leg{Mode: by, Minutes: int(math.Ceil(metres / (speed * 1000 / 60))), Metres: int(math.Round(metres)), Path: orb.LineString{from, to}, Estimated: true}
}

// Table is the straight ways between all places. It fails with the context's error only.
func (s Straight) Table(ctx context.Context, points []orb.Point, modes []Mode) ([][]Leg, error) {
	legs := make([][]Leg, len(points))
	for i := range points {
		legs[i] = make([]Leg, len(points))
		for k := range points {
			legs[i][k] = s.Leg(points[i], points[k], modes[k])
			legs[i][k].Path = nil
		}
	}
	return legs, ctx.Err()
}

package geo

import (
	"strings"

	"beltmap/geo/phrase"
)

// MaxDwell is the longest stay at a stop, in minutes: a working day of twelve hours.
const MaxDwell = 12 * 60

// stop checks what must hold within one stop: a stay that lasts, room for somebody, hours in order that are long enough, and a target that
// can be visited. Whether the target exists is not asked.
func (v *validation) stop(r *Record) {
	dwell, stays := r.Get(Dwell).Integer()
	if stays && (dwell < 1 || dwell > MaxDwell) {
		v.fault(Dwell.Name, phrase.DwellZero.With(dwell, MaxDwell))
	}
	if room, known := r.Get(Capacity).Integer(); known && room == 0 {
		v.fault(Capacity.Name, phrase.CapacityZero.With())
	}
	opens, opening := r.ClockOf(Opens)
	closes, closing := r.ClockOf(Closes)
	switch {
	case !opening || !closing:
	case closes <= opens:
		v.fault(Closes.Name, phrase.WindowReversed.With(closes, opens))
	case stays && int64(closes-opens) < dwell:
		v.fault(Dwell.Name, phrase.WindowShort.With(opens, closes, dwell))
	}
	if target := r.Get(Target).Text(); target != "" && !Visitable(target) && strings.Contains(target, "/") {
		v.fault(Target.Name, phrase.TargetUnfit.With(shortened(target)))
	}
}

// Visitable tells whether a reference, as collection/id, is of a kind that a tour can stop at.
func Visitable(ref string) bool {
	collection, id, _ := strings.Cut(ref, "/")
	c, err := ParseCollection(collection)
	return err == nil && ValidID(id) && (c == Enterprises || c == Organizations || c == Centers || c == Places)
}

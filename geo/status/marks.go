package status

import "beltmap/geo"

// Marks say what an enterprise counts as in rates. None of them rests on members, so that they are the same for every reader.
type Marks uint8

// The marks.
const (
	InDenominator     Marks = 1 << iota // it is one of the enterprises whose coverage is measured
	OperationUnstated                   // nobody said whether it is in actual operation
	Organizational                      // an organization of a counted form covers it
	Own                                 // it has an organization of its own
	Work                                // any organization covers it, or it has enough instructors
	Effective                           // an organization of a counted form that covers it is rated and recently active
	EffectiveUnknown                    // whether that is so is not known
)

// Has tells whether all marks of a set are there.
func (m Marks) Has(all Marks) bool { return m&all == all }

// Names are the marks of a set as answers name them.
func (m Marks) Names() []string {
	names := []string{}
	for i, name := range [...]string{"in_denominator", "operation_unstated", "organizational", "single", "work", "effective", "effective_unknown"} {
		if m.Has(1 << i) {
			names = append(names, name)
		}
	}
	return names
}

// Marks are an enterprise's. They do not allocate.
func (b *Rulebook) Marks(f Facts) Marks {
	var m Marks
	if f.Operating == Unstated {
		m |= OperationUnstated
	}
	if b.measured(f.Operating) {
		m |= InDenominator
	}
	if f.Forms&FormSingle != 0 {
		m |= Own
	}
	if f.Forms != 0 || f.Instructors != UnknownCount && f.Instructors >= b.instructors {
		m |= Work
	}
	if f.Forms&b.counted == 0 {
		return m
	}
	m |= Organizational
	switch f.Effective {
	case Yes:
		m |= Effective
	case Unstated:
		m |= EffectiveUnknown
	}
	return m
}

func (b *Rulebook) measured(operating Answer) bool {
	switch b.denominator {
	case geo.MeasureAll:
		return true
	case geo.MeasureUnstated:
		return operating != No
	}
	return operating == Yes
}

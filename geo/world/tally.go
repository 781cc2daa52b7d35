package world

import (
	"beltmap/geo"
	"beltmap/geo/status"
)

// Counts are of enterprises valid on the World's day. From Organizational on they are of those in the denominator. None of them rests on members.
type Counts struct {
	Enterprises      int32
	Unlocated        int32 // those that are no drawable point
	Unstated         int32 // those of which nobody said whether they are in actual operation
	Denominator      int32
	Organizational   int32
	Own              int32
	Work             int32
	Effective        int32
	EffectiveUnknown int32
	Unasked          int32 // of unknown public status: whether anything covers them is not known
}

// Add counts what others count, too.
func (n *Counts) Add(o *Counts) {
	n.Enterprises += o.Enterprises
	n.Unlocated += o.Unlocated
	n.Unstated += o.Unstated
	n.Denominator += o.Denominator
	n.Organizational += o.Organizational
	n.Own += o.Own
	n.Work += o.Work
	n.Effective += o.Effective
	n.EffectiveUnknown += o.EffectiveUnknown
	n.Unasked += o.Unasked
}

// Figures are Counts with the same enterprises by the status that one class of readers sees.
type Figures struct {
	ByStatus [status.Count]int32
	Counts
}

// Add counts what other figures count, too.
func (f *Figures) Add(o *Figures) { f.add(&o.ByStatus, &o.Counts) }

func (f *Figures) add(byStatus *[status.Count]int32, n *Counts) {
	for s, more := range byStatus {
		f.ByStatus[s] += more
	}
	f.Counts.Add(n)
}

// Tally is Counts with the same enterprises by both statuses.
type Tally struct {
	Internal [status.Count]int32 // by the status that readers of internal fields see
	Public   [status.Count]int32 // by the status that everyone sees
	Counts
}

// Add counts what another tally counts, too.
func (n *Tally) Add(o *Tally) {
	for s := range status.Count {
		n.Internal[s] += o.Internal[s]
		n.Public[s] += o.Public[s]
	}
	n.Counts.Add(&o.Counts)
}

// verdict is what one enterprise counts as.
type verdict struct {
	state   uint8
	marks   status.Marks
	located bool
}

// verdictBits are three of either status, the marks, and whether there is a place.
const verdictBits = 3 + 3 + 7 + 1

// key is a verdict as a number.
func (v verdict) key() uint16 {
	key := uint16(v.state&7) | uint16(v.state>>4&7)<<3 | uint16(v.marks)<<6
	if v.located {
		key |= 1 << (verdictBits - 1)
	}
	return key
}

// verdictOfKey is the verdict whose key it is.
func verdictOfKey(key uint16) verdict {
	return verdict{state: uint8(key&7) | uint8(key>>3&7)<<4, marks: status.Marks(key >> 6 & (1<<7 - 1)), located: key>>(verdictBits-1) != 0}
}

// count counts so many enterprises, or takes as many out.
func (n *Tally) count(v verdict, sign int32) {
	public := stateOf(v.state, publicState)
	n.Internal[stateOf(v.state, internalState)] += sign
	n.Public[public] += sign
	n.Enterprises += sign
	if !v.located {
		n.Unlocated += sign
	}
	if v.marks.Has(status.OperationUnstated) {
		n.Unstated += sign
	}
	if !v.marks.Has(status.InDenominator) {
		return
	}
	n.Denominator += sign
	if v.marks.Has(status.Organizational) {
		n.Organizational += sign
	}
	if v.marks.Has(status.Own) {
		n.Own += sign
	}
	if v.marks.Has(status.Work) {
		n.Work += sign
	}
	if v.marks.Has(status.Effective) {
		n.Effective += sign
	}
	if v.marks.Has(status.EffectiveUnknown) {
		n.EffectiveUnknown += sign
	}
	if public == status.Unknown {
		n.Unasked += sign
	}
}

// verdictOf is what a row counts as, valid or not.
func (t *Table) verdictOf(r Row) verdict {
	return verdict{t.states.at(r), t.marks.at(r), t.flags.at(r)&(drawable|point) == drawable|point}
}

// CountIn adds an enterprise to a tally.
func (t *Table) CountIn(n *Tally, r Row) { n.count(t.verdictOf(r), 1) }

// ZoneNumber is the number of a row's zone among the names of the column of zones, -1 for none.
func (t *Table) ZoneNumber(r Row) int { return int(partNumber(t.cols[colZone].ints.at(r))) }

// Division is a way to cut the enterprises into parts whose coverage is counted as batches are applied.
type Division uint8

// The divisions.
const (
	ByZone     Division = iota
	ByGrid              // the effective grid
	ByIndustry          // as stated
	BySize              // by employees, see Size
	ByClass             // as stated
	ByBelt              // by the belts they take part in; the only division whose parts may share enterprises
)

const numDivisions = int(ByBelt) + 1

// Collection is the collection whose records are a division's parts, 0 if its parts are no records.
func (d Division) Collection() geo.Collection {
	switch d {
	case ByZone:
		return geo.Zones
	case ByGrid:
		return geo.Grids
	case ByBelt:
		return geo.Belts
	}
	return 0
}

// sizes are the classes of size by employees, the least of each, as the statistical office divides industry: National Bureau of Statistics, Measures
// for the Statistical Division of Large, Medium, Small and Micro Enterprises (2017), 国统字〔2017〕213号. Its second criterion, revenue, is not known here.
var sizes = [...]struct {
	name  string
	least int64
}{{"micro", 0}, {"small", 20}, {"medium", 300}, {"large", 1000}}

// Sizes are the ids of the parts of BySize, the smallest first.
func Sizes() []string {
	var ids []string
	for _, s := range sizes {
		ids = append(ids, s.name)
	}
	return ids
}

// sizeOf is the place of the class among sizes, none if employees are not known.
func sizeOf(employees int64) int64 {
	if employees == none {
		return none
	}
	at := int64(0)
	for i := range sizes {
		if employees >= sizes[i].least {
			at = int64(i)
		}
	}
	return at
}

// SizeOf is the class of size of a row, "" if its employees are not known.
func (t *Table) SizeOf(r Row) string {
	if at := sizeOf(t.cols[slotEmployees].ints.at(r)); at != none {
		return sizes[at].name
	}
	return ""
}

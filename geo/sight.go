package geo

import (
	"slices"
	"strings"

	"beltmap/geo/phrase"
)

// ZoneSet is a set of zones, named by their ids, or every zone there is or will be. The zero value is the empty set. Equal sets are equal
// values, so a ZoneSet can be a part of a key.
type ZoneSet struct {
	names string // sorted and separated by commas, which no id holds; allZones for every zone
}

const allZones = "*"

// AllZones is every zone.
func AllZones() ZoneSet { return ZoneSet{allZones} }

// ZonesOf is the set of the zones named; none of them is "every zone".
func ZonesOf(ids ...string) ZoneSet {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	slices.Sort(ids)
	return ZoneSet{strings.Join(slices.Compact(ids), ",")}
}

// ParseZones reads what String writes: ids separated by commas, or "*". Whether the zones exist is not asked. It fails with kind invalid.
func ParseZones(text string) (ZoneSet, error) {
	if text = strings.TrimSpace(text); text == allZones {
		return AllZones(), nil
	}
	var ids []string
	for id := range strings.SplitSeq(text, ",") {
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		if !ValidID(id) {
			return ZoneSet{}, Invalid("geo.ParseZones", phrase.ZonesMalformed.With(id))
		}
		ids = append(ids, id)
	}
	return ZonesOf(ids...), nil
}

// All tells whether the set is every zone.
func (z ZoneSet) All() bool { return z.names == allZones }

// None tells whether the set is empty.
func (z ZoneSet) None() bool { return z.names == "" }

// Has tells whether a zone is in the set. A record of no zone is in no set but that of every zone.
func (z ZoneSet) Has(id string) bool {
	if z.All() {
		return true
	}
	if id == "" {
		return false
	}
	for name := range strings.SplitSeq(z.names, ",") {
		if name == id {
			return true
		}
	}
	return false
}

// List is the ids, sorted; nil for every zone and for none.
func (z ZoneSet) List() []string {
	if z.None() || z.All() {
		return nil
	}
	return strings.Split(z.names, ",")
}

// String is the ids separated by commas, "*" for every zone, "" for none.
func (z ZoneSet) String() string { return z.names }

// Sight is what a reader may see: public fields of every record, and internal ones of the records of some zones. The zero value is the
// public's. Equal sights see the same, so a Sight is a part of the key of everything that is kept for readers.
type Sight struct {
	Internal ZoneSet
	Kept     Kept
}

// Kept are public fields that a setting has made internal.
type Kept uint8

// The fields of which settings decide.
const (
	KeptUSCC Kept = 1 << iota
	KeptEmployees
)

// Kept are the fields that the settings keep from the public.
func (s Settings) Kept() (kept Kept) {
	if !s.Boolean(PublicUSCC) {
		kept |= KeptUSCC
	}
	if !s.Boolean(PublicEmployees) {
		kept |= KeptEmployees
	}
	return kept
}

// PublicSight sees public fields only.
func PublicSight() Sight { return Sight{} }

// FullSight sees every field of every record.
func FullSight() Sight { return Sight{Internal: AllZones()} }

// Class is the class of the fields that can be read of a zone's records.
func (s Sight) Class(zone string) Class {
	if s.Internal.Has(zone) {
		return Internal
	}
	return Public
}

// ClassOf is the class of a field for this reader.
func (s Sight) ClassOf(f *Field) Class {
	if s.Kept != 0 && (s.Kept&KeptUSCC != 0 && f == USCC || s.Kept&KeptEmployees != 0 && f == Employees) {
		return Internal
	}
	return f.Class
}

// Widest is the class of the fields that can be read of some record at all.
func (s Sight) Widest() Class {
	if s.Internal.None() {
		return Public
	}
	return Internal
}

// String names the sight in tags of answers: "public", "internal", or "internal:" and the zones, and behind a "-" what is kept from the public.
func (s Sight) String() string {
	name := Public.String()
	if !s.Internal.None() {
		name = Internal.String()
	}
	if !s.Internal.None() && !s.Internal.All() {
		name += ":" + s.Internal.names
	}
	if s.Kept != 0 {
		name += "-" + string('0'+rune(s.Kept))
	}
	return name
}

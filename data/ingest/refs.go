package ingest

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// ref is one link of a row, as the file has it: an id, a credit code or a name.
type ref struct {
	slot int16          // the place of its field in the schema, or one of the slots below
	to   geo.Collection // 0: any
	text string
	hash uint64 // of to and text
}

// Slots that are no places in a schema.
const (
	zoneSlot         int16 = -1
	participantsSlot int16 = -2 // of a belt: it stands in the belts of what it names, and in its own field until that is there
)

// fieldOf is the field behind a slot.
func fieldOf(c geo.Collection, slot int16) *geo.Field {
	switch slot {
	case zoneSlot:
		return geo.Zone
	case participantsSlot:
		return geo.Participants
	}
	return geo.SchemaOf(c).Fields[slot]
}

func (r *row) refer(h *hasher, slot int16, to geo.Collection, text string) {
	if text = composed(geo.Trimmed(text)); text != "" {
		r.refs = append(r.refs, ref{slot, to, text, h.id(to, text)})
	}
}

// takeLinks moves the links of a record, as they stand in the file, out of it.
func (r *row) takeLinks(h *hasher) {
	zone := r.record.Zone
	if zone != "" && (zone != geo.Province || r.record.Collection != geo.Facts) {
		r.refer(h, zoneSlot, geo.Zones, zone)
		r.record.Zone = ""
	}
	for i, f := range geo.SchemaOf(r.record.Collection).Fields {
		v := r.record.At(i)
		if v.IsNone() || f.Refers == 0 && f != geo.Subject && f != geo.Target {
			continue
		}
		if f == geo.Subject && v.Text() == "province/"+geo.Province {
			continue
		}
		r.record.SetAt(i, geo.Value{})
		if f == geo.Awaited {
			r.await(h, v)
			continue
		}
		if v.Type() != geo.TypeList {
			r.link(h, int16(i), f, v.Text())
			continue
		}
		for rest, more := v.Joined(), true; more; {
			var item string
			item, rest, more = strings.Cut(rest, "\x1f")
			r.link(h, int16(i), f, item)
		}
	}
}

// await takes what takes part in a belt, which may be of any collection that belongs to belts.
func (r *row) await(h *hasher, list geo.Value) {
	for _, item := range list.Items() {
		r.refer(h, participantsSlot, 0, item)
	}
}

func (r *row) link(h *hasher, slot int16, f *geo.Field, text string) {
	if f.Refers != 0 {
		r.refer(h, slot, f.Refers, text)
		return
	}
	if name, id, written := strings.Cut(text, "/"); written {
		if c, err := geo.ParseCollection(name); err == nil {
			if f == geo.Target && !geo.Visitable(text) {
				r.fault("value", f.Name, phrase.TargetUnfit.With(shortValue(text)))
			}
			r.refer(h, slot, c, id)
			return
		}
	}
	r.refer(h, slot, 0, text)
}

const madePrefix = "H-" // of ids that were made

// madeID is the id of a record that was given none: a hash of its name and zone, so that the same row read again is the same record.
func madeID(c geo.Collection, zone, name string) string {
	sum := sha256.Sum256([]byte(c.String() + "\x1f" + zone + "\x1f" + name))
	return madePrefix + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:])[:16]
}

// giveBack puts the links of a row into its record as they stand in the file; a row without an id gets one.
func (r *row) giveBack(record *geo.Record) {
	schema := geo.SchemaOf(record.Collection)
	lists := map[int16][]string{}
	for i := range r.refs {
		link := &r.refs[i]
		switch {
		case link.slot == zoneSlot:
			record.Zone = link.text
		case link.slot == participantsSlot:
			at := int16(schema.Index(geo.Awaited))
			lists[at] = append(lists[at], link.text)
		case link.slot >= 0:
			text := link.text
			if schema.Fields[link.slot].Refers == 0 && link.to != 0 {
				text = link.to.String() + "/" + text
			}
			lists[link.slot] = append(lists[link.slot], text)
		}
	}
	for slot, items := range lists {
		if schema.Fields[slot].Type == geo.TypeList {
			record.SetAt(int(slot), geo.List(items...))
		} else {
			record.SetAt(int(slot), geo.Text(items[0]))
		}
	}
	if record.ID == "" {
		record.ID = madeID(record.Collection, record.Zone, record.NameZH)
	}
}

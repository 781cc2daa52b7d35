package geo

import "strings"

// Province is what facts about the whole province name in place of a zone; there is no such record.
const Province = "AH"

const provinceSubject = "province/" + Province

// EachLink visits every record that r refers to, each with the field that names it: its zone, the ids in fields that refer to a
// collection, and the links written as collection/id in a subject or in a stop's target. A text there that is no such link is
// visited with collection 0. What refers to the province as a whole is no link.
func (r *Record) EachLink(visit func(f *Field, to Collection, id string)) {
	if r.Zone != "" && (r.Zone != Province || r.Collection != Facts) {
		visit(Zone, Zones, r.Zone)
	}
	for i, f := range SchemaOf(r.Collection).Fields {
		if f.Refers == 0 && f != Subject && f != Target {
			continue
		}
		v := r.At(i)
		switch {
		case v.IsNone():
		case f.Refers == 0:
			eachWritten(f, v, visit)
		case f.Type == TypeList:
			for rest, more := v.Joined(), true; more; {
				var id string
				id, rest, more = strings.Cut(rest, listSeparator)
				visit(f, f.Refers, id)
			}
		default:
			visit(f, f.Refers, v.Text())
		}
	}
}

// eachWritten visits links written out as collection/id.
func eachWritten(f *Field, v Value, visit func(f *Field, to Collection, id string)) {
	texts := v.Items()
	if v.Type() == TypeText {
		texts = []string{v.Text()}
	}
	for _, text := range texts {
		if text == provinceSubject {
			continue
		}
		collection, id, _ := strings.Cut(text, "/")
		c, err := ParseCollection(collection)
		if err != nil || !ValidID(id) {
			visit(f, 0, text)
			continue
		}
		visit(f, c, id)
	}
}

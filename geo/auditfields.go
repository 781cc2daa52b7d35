package geo

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/paulmach/orb/encoding/wkt"
)

// AuditFields is a record's fields as the audit log keeps them: a JSON object of every field that is known, under the fields' names and in the
// schema's order, internal ones too, the geometry as well-known text. No record is "".
func AuditFields(r *Record) string {
	if r == nil {
		return ""
	}
	var b strings.Builder
	add := func(name, text string) {
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quotedJSON(name) + ":" + text)
	}
	schema := SchemaOf(r.Collection)
	for _, f := range schema.AllFields() {
		if v := r.Get(f); !v.IsNone() && !f.Derived {
			add(f.Name, valueJSON(v))
		}
	}
	if r.Geometry != nil {
		add("geometry", quotedJSON(string(wkt.Marshal(r.Geometry))))
	}
	if r.Version != 0 {
		add("version", strconv.FormatInt(int64(r.Version), 10))
	}
	return "{" + b.String() + "}"
}

func valueJSON(v Value) string {
	switch v.Type() {
	case TypeInteger, TypeNumber, TypeBoolean:
		return v.String()
	case TypeList:
		text, _ := json.Marshal(v.Items()) // of texts nothing fails
		return string(text)
	}
	return quotedJSON(v.String())
}

func quotedJSON(s string) string {
	text, _ := json.Marshal(s)
	return string(text)
}

// Outcome is what a batch did.
type Outcome struct {
	Cursor                  Cursor // the version it made
	Added, Changed, Removed int
}

// By has a batch entered in the audit log, in the batch's own transaction. Without an object it is the batch's version, "batches/7".
func (b Batch) By(who Actor, action Action, object string) Batch {
	note := b.Note
	b.Log = func(o Outcome) []AuditEntry { return []AuditEntry{o.Entry(who, action, object, note)} }
	return b
}

// Entry is the entry of a batch as a whole: after it stands what it was and what it did.
func (o Outcome) Entry(who Actor, action Action, object, note string) AuditEntry {
	if object == "" {
		object = "batches/" + strconv.FormatInt(int64(o.Cursor), 10)
	}
	after := `{"version":` + strconv.FormatInt(int64(o.Cursor), 10) + `,"note":` + quotedJSON(note) +
		`,"added":` + strconv.Itoa(o.Added) + `,"changed":` + strconv.Itoa(o.Changed) + `,"removed":` + strconv.Itoa(o.Removed) + "}"
	return AuditEntry{Actor: who, Action: action, Object: object, After: after, Result: ResultDone}
}

// Edit is the entry of a change to one record, with its fields before and after; nil where there was or is none.
func (o Outcome) Edit(who Actor, before, after *Record) AuditEntry {
	e := AuditEntry{Actor: who, Action: ActionBatch, Before: AuditFields(before), Result: ResultDone}
	if before != nil {
		e.Object = before.Ref()
	}
	if after != nil {
		now := after.Clone()
		now.Version = o.Cursor
		e.Object, e.After = after.Ref(), AuditFields(&now)
	}
	return e
}

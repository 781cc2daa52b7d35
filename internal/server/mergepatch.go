package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"beltmap/geo"
)

// jsonObject is a JSON object. Its numbers are kept as they are written.
type jsonObject map[string]any

var errNotOneObject = errors.New("not one JSON object")

// parseMembers reads exactly one JSON object.
func parseMembers(text []byte) (jsonObject, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var m map[string]any
	if err := decoder.Decode(&m); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); m == nil || !errors.Is(err, io.EOF) {
		return nil, errNotOneObject
	}
	return m, nil
}

// mergePatch is what RFC 7396 makes of a value by a patch; target is changed. Depth is bounded by that of what encoding/json reads.
func mergePatch(target any, patch any) any {
	changes, is := patch.(map[string]any)
	if !is {
		return patch
	}
	object, is := target.(map[string]any)
	if !is {
		object = map[string]any{}
	}
	for name, value := range changes {
		if value == nil {
			delete(object, name)
			continue
		}
		object[name] = mergePatch(object[name], value)
	}
	return object
}

// properties are the properties of a feature, nil if it has none.
func (m jsonObject) properties() jsonObject {
	p, _ := m["properties"].(map[string]any)
	return p
}

// appendStored appends a record as the Feature that an editor patches: every field that is stored and known, internal ones too.
func appendStored(b []byte, r *geo.Record) []byte {
	b = appendString(append(b, `{"type":"Feature","id":`...), r.ID)
	b = appendGeometry(append(b, `,"geometry":`...), r.Geometry)
	b = append(b, `,"properties":{`...)
	first := true
	for _, f := range geo.SchemaOf(r.Collection).AllFields() {
		v := r.Get(f)
		if f.Derived || v.IsNone() {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = appendValue(append(append(append(b, '"'), f.Name...), `":`...), v)
	}
	return append(b, "}}"...)
}

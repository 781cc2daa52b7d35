package ingest

import (
	"math"
	"strconv"
	"strings"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
)

// Finding is one thing to be said about one row of a file.
type Finding struct {
	File     string `json:"file"`
	Sheet    string `json:"sheet"`    // "" where a file is one table
	Row      int    `json:"row"`      // the line of a table, whose header is line 1; the number of a feature, from 1; 0 for the whole file
	Column   string `json:"column"`   // as the file calls it; "" for the whole row
	Value    string `json:"value"`    // what stands there, shortened; "" for personal data and for whole rows
	Kind     string `json:"kind"`     // one of the kinds in docs/data.md
	Severity string `json:"severity"` // "error": the row was left out; "warning": it went in
	ZH       string `json:"message_zh"`
	EN       string `json:"message_en"`
}

// Text is the finding's sentence.
func (f *Finding) Text() phrase.Text { return phrase.Text{ZH: f.ZH, EN: f.EN} }

// row is one row of a file on its way to become a record.
type row struct {
	number   int
	record   geo.Record // without its links and its zone, which stand in refs
	refs     []ref
	faulty   bool
	findings []Finding
	personal []personal
	address  string
	axes     phrase.Phrase // which of X and Y was taken for the easting, where that was decided by the values
	inferred crs.System    // the system that the number of a zone gave away
	keys     keys
	err      error // ends the reading: nobody could be asked for its place
}

// keys are the hashes by which a row is found.
type keys struct{ content, id, code, name uint64 }

// personal is a cell that looks like personal data; what it holds is never kept or printed.
type personal struct {
	column string
	what   phrase.Phrase
}

func (r *row) say(severity, kind, column, value string, t phrase.Text) {
	r.findings = append(r.findings, Finding{Row: r.number, Column: column, Value: shortValue(value), Kind: kind, Severity: severity, ZH: t.ZH, EN: t.EN})
	r.faulty = r.faulty || severity == "error"
}

func (r *row) fault(kind, column string, t phrase.Text) { r.say("error", kind, column, "", t) }

// shortValue keeps a value from filling the report; it copies, since cells do not stay.
func shortValue(value string) string {
	if runes := []rune(value); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return strings.Clone(value)
}

func (r *row) reset(number int, c geo.Collection) {
	*r = row{number: number, record: r.record, refs: r.refs[:0], findings: r.findings[:0], personal: r.personal[:0]}
	r.record.Reset(c)
}

// positionColumns are what a file may say of a position beyond its class; the schema does not list them because the API does not
// publish them.
const (
	positionSource = "position_source"
	positionCRS    = "position_crs"
	positionX      = "position_x"
	positionY      = "position_y"
	coordinatesCRS = "coordinates_crs" // of the coordinates in the file, beside which the pair as it was given stands
)

// setPosition sets one of the position columns from text and tells whether the name is one of them.
func (r *row) setPosition(name, text string) bool {
	p := &r.record.Position
	number := func(to *float64) {
		x, err := strconv.ParseFloat(text, 64)
		if text != "" && (err != nil || math.IsNaN(x) || math.IsInf(x, 0)) {
			r.say("error", "value", name, text, phrase.ValueMistyped.With(name, text, phrase.TypeNumber))
			return
		}
		*to = x
	}
	switch name {
	case positionSource:
		p.Source = composed(text)
	case positionCRS:
		p.CRS = composed(text)
	case positionX:
		number(&p.X)
	case positionY:
		number(&p.Y)
	default:
		return false
	}
	return true
}

// set puts text into a field as a cell or JSON string would hold it. Labels of codes count as their codes; a list may be a JSON array, as
// in our own GeoPackages.
func (r *row) set(f *geo.Field, column, text string) {
	text = composed(text)
	v, err := f.Parse(text)
	if f.Type == geo.TypeList && strings.HasPrefix(text, `["`) {
		v, err = gpkgfile.ParseList(text)
	}
	if err != nil {
		r.say("error", "value", column, text, textOf(err))
		return
	}
	r.record.Set(f, coded(f, v))
}

// coded is a value in which labels of codes, in either language, are their codes.
func coded(f *geo.Field, v geo.Value) geo.Value {
	if f.Codes == nil {
		return v
	}
	code := func(text string) string {
		for _, c := range f.Codes {
			if text == c.Label.ZH || strings.EqualFold(text, c.Label.EN) {
				return c.Value
			}
		}
		return text
	}
	switch v.Type() {
	case geo.TypeText:
		return geo.Text(code(v.Text()))
	case geo.TypeList:
		items := v.Items()
		for i := range items {
			items[i] = code(items[i])
		}
		return geo.List(items...)
	}
	return v
}

// looksPersonal notes a cell that looks like personal data and tells whether it may be used. The fields without which there is no
// record are left to Validate, which refuses the row; a credit code is eighteen digits by right if its check digit holds.
func (r *row) looksPersonal(f *geo.Field, column, text string) bool {
	if f != nil && (f.Type == geo.TypeNumber || f.Type == geo.TypeBoolean || f.Type == geo.TypeDay) {
		return false // the decimals of a number may look like anything
	}
	if f == geo.ID || f == geo.NameZH || f == geo.USCC && geo.ValidUSCC(text) {
		return false
	}
	what, found := geo.PersonalData(text)
	if !found {
		return false
	}
	r.personal = append(r.personal, personal{column, what})
	return true
}

// close checks the record by itself, takes its links out of it and hashes what is left. A row without an id gets its credit code; one without
// that gets its id when its zone is known.
func (r *row) close(h *hasher) {
	r.disown()
	if what, found := geo.PersonalData(r.record.ID); found && !h.again {
		r.fault("personal", geo.ID.Name, phrase.PersonalData.With(geo.ID.Name, what)) // other findings would print the id
		return
	}
	r.takeLinks(h)
	code := r.record.Get(geo.USCC).Text()
	if r.record.ID == "" {
		r.record.ID = code
	}
	r.record.Normalize()
	if r.record.ID == "" && r.record.Collection == geo.Ground {
		r.record.ID = r.record.MadeID()
	}
	if r.record.Position.CRS == "" {
		r.record.Position.X, r.record.Position.Y = 0, 0 // a pair says nothing without its CRS
	}
	r.keys = keys{}
	if h.again && r.address == "" {
		return
	}
	r.validate()
	if r.faulty {
		if geo.ValidID(r.record.ID) {
			r.keys.id = h.id(r.record.Collection, r.record.ID)
		}
		return
	}
	if h.compare || r.address != "" {
		r.keys.content = h.content(&r.record)
	}
	if r.record.NameZH != "" {
		r.keys.name = h.name(r.record.Collection, plainName(r.record.NameZH))
	}
	if r.record.ID != "" {
		r.keys.id = h.id(r.record.Collection, r.record.ID)
	}
	if code != "" {
		r.keys.code = h.code(code)
	}
}

// disown forgets an id of ground that other programs made up: a bare number counts the features of one file, so that a second file would overwrite
// the first, and "way/123" is none of ours. The shape, of which an id is then made, is the same whoever wrote the file.
func (r *row) disown() {
	if id := r.record.ID; r.record.Collection == geo.Ground && (!geo.ValidID(id) || strings.Trim(id, "0123456789") == "") {
		r.record.ID = ""
	}
}

// pending stands in for an id that is yet to be made from name and zone.
const pending = "H-"

func (r *row) validate() {
	text, kind := outside(r.record.Geometry)
	if kind != "" {
		r.fault(kind, "geometry", text)
	}
	unnamed := r.record.ID == "" && r.record.NameZH != ""
	if unnamed {
		r.record.ID = pending
	}
	for _, f := range r.record.Validate() {
		if f.Field == "geometry" && kind != "" {
			continue
		}
		severity, value := "error", ""
		if f.Severity == geo.Warning {
			severity = "warning"
		}
		if field := geo.SchemaOf(r.record.Collection).Field(f.Field); field != nil && !personalText(r.record.Get(field).String()) {
			value = r.record.Get(field).String()
		}
		r.say(severity, kindOf(f), f.Field, value, f.Text)
	}
	if unnamed {
		r.record.ID = ""
	}
	if !r.faulty {
		r.checkRings()
	}
}

func personalText(s string) bool {
	_, found := geo.PersonalData(s)
	return found
}

func kindOf(f geo.Finding) string {
	switch f.Field {
	case "geometry":
		return "geometry"
	case geo.ID.Name:
		return "id"
	}
	return "value"
}

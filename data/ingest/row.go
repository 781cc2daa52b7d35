package ingest

import (
	"math"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"golang.org/x/text/unicode/norm"
)

// Finding is one thing to be said about one row of a file.
type Finding struct {
	File     string `json:"file"`
	Row      int    `json:"row"`      // the line of a table, whose header is line 1; the number of a GeoJSON feature, from 1; 0 for the whole file
	Column   string `json:"column"`   // as the file calls it; "" for the whole row
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
	record   geo.Record
	made     bool // the id was made up from USCC or name
	faulty   bool
	findings []Finding
	personal []personal
}

// personal is a cell that looks like personal data; what it holds is never kept or printed.
type personal struct {
	column string
	what   phrase.Phrase
}

func (r *row) say(severity, kind, column string, t phrase.Text) {
	r.findings = append(r.findings, Finding{Row: r.number, Column: column, Kind: kind, Severity: severity, ZH: t.ZH, EN: t.EN})
	r.faulty = r.faulty || severity == "error"
}

func (r *row) fault(kind, column string, t phrase.Text) { r.say("error", kind, column, t) }

func (r *row) reset(number int, c geo.Collection) {
	*r = row{number: number, record: r.record, findings: r.findings[:0], personal: r.personal[:0]}
	r.record.Reset(c)
}

// positionColumns are what a file may say of a position beyond its class; the schema does not list them because the API does not
// publish them.
const (
	positionSource = "position_source"
	positionCRS    = "position_crs"
	positionX      = "position_x"
	positionY      = "position_y"
)

// setPosition sets one of the position columns from text and tells whether the name is one of them.
func (r *row) setPosition(name, text string) bool {
	p := &r.record.Position
	number := func(to *float64) {
		x, err := strconv.ParseFloat(text, 64)
		if text != "" && (err != nil || math.IsNaN(x) || math.IsInf(x, 0)) {
			r.fault("value", name, phrase.ValueMistyped.With(name, text, phrase.TypeNumber))
			return
		}
		*to = x
	}
	switch name {
	case positionSource:
		p.Source = norm.NFC.String(text)
	case positionCRS:
		p.CRS = norm.NFC.String(text)
	case positionX:
		number(&p.X)
	case positionY:
		number(&p.Y)
	default:
		return false
	}
	return true
}

// set puts text into a field as a cell or JSON string would hold it. Labels of codes count as their codes.
func (r *row) set(f *geo.Field, column, text string) {
	v, err := f.Parse(norm.NFC.String(text))
	if err != nil {
		r.fault("value", column, textOf(err))
		return
	}
	r.record.Set(f, coded(f, v))
}

func coded(f *geo.Field, v geo.Value) geo.Value {
	if f.Codes == nil || v.Type() != geo.TypeText {
		return v
	}
	for _, c := range f.Codes {
		if v.Text() == c.Label.ZH || strings.EqualFold(v.Text(), c.Label.EN) {
			return geo.Text(c.Value)
		}
	}
	return v
}

// looksPersonal notes a cell that looks like personal data and tells whether it may be used. The fields without which there is no
// record are left to Validate, which refuses the row; a credit code is eighteen digits by right if its check digit holds.
func (r *row) looksPersonal(f *geo.Field, column, text string) bool {
	if f != nil && (f.Type == geo.TypeNumber || f.Type == geo.TypeBoolean || f.Type == geo.TypeDay) {
		return false // the decimals of a number may look like anything
	}
	what, found := geo.PersonalData(text)
	if !found || f == geo.ID || f == geo.NameZH || (f == geo.USCC && geo.ValidUSCC(text)) {
		return false
	}
	r.personal = append(r.personal, personal{column, what})
	return true
}

// close gives the row its id and checks the record by itself.
func (r *row) close() {
	if what, found := geo.PersonalData(r.record.ID); found {
		r.fault("personal", geo.ID.Name, phrase.PersonalData.With(geo.ID.Name, what)) // other findings would print the id
		return
	}
	r.identify()
	r.record.Normalize()
	if r.record.Position.CRS == "" {
		r.record.Position.X, r.record.Position.Y = 0, 0 // a pair says nothing without its CRS
	}
	text, kind := outside(r.record.Geometry)
	if kind != "" {
		r.fault(kind, "geometry", text)
	}
	for _, f := range r.record.Validate() {
		if f.Field == "geometry" && kind != "" {
			continue
		}
		severity := "error"
		if f.Severity == geo.Warning {
			severity = "warning"
		}
		r.say(severity, kindOf(f), f.Field, f.Text)
	}
	if !r.faulty {
		r.checkRings()
	}
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

// identify makes an id for a record without one.
func (r *row) identify() {
	if r.record.ID != "" {
		return
	}
	r.record.ID = r.record.MadeID()
	r.made = r.record.ID != ""
}

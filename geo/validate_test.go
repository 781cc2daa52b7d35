package geo_test

import (
	"math"
	"strings"
	"testing"

	"beltmap/geo"
	"github.com/paulmach/orb"
)

// The cases of DOMAIN.md, and each of them with one character changed.
func TestUSCCCheckDigits(t *testing.T) {
	for code, want := range map[string]bool{
		"91110000101623741K":  true,
		"911101066976941872":  true,
		"913400001016237R00":  true, // the outer mod: 31 - 0 is 0, not 31
		"91110000101623741L":  false,
		"911101066976941873":  false,
		"913400001016237R01":  false,
		"91110000101623741":   false,
		"91110000101623741KK": false,
		"9111000010162374IK":  false, // I, O, S, V and Z do not occur
		"91110000101623741k":  false,
		"":                    false,
	} {
		if got := geo.ValidUSCC(code); got != want {
			t.Errorf("%q: %v", code, got)
		}
	}
}

func valid(c geo.Collection) geo.Record {
	r := geo.New(c)
	r.ID, r.NameZH, r.Zone = "X-1", "名称", "CZ"
	return r
}

func at(r geo.Record, g orb.Geometry) geo.Record {
	r.Geometry, r.Position.Class = g, geo.Exact
	return r
}

func TestValidateNamesTheFieldAndSparesTheRecordWhereItCan(t *testing.T) {
	square := orb.Ring{{118, 32}, {119, 32}, {119, 33}, {118, 33}, {118, 32}}
	with := func(r geo.Record, change func(*geo.Record)) geo.Record { change(&r); return r }
	set := func(c geo.Collection, f *geo.Field, v geo.Value) geo.Record {
		r := valid(c)
		r.Set(f, v)
		return r
	}
	for name, c := range map[string]struct {
		record geo.Record
		field  string // of the first finding, "-" for none
		worst  geo.Severity
	}{
		"a plain record":                     {valid(geo.Enterprises), "-", 0},
		"a record of the whole province":     {with(valid(geo.Honors), func(r *geo.Record) { r.Zone = "" }), "-", 0},
		"no id":                              {with(valid(geo.Belts), func(r *geo.Record) { r.ID = "" }), "id", geo.Fault},
		"an id with a slash":                 {with(valid(geo.Belts), func(r *geo.Record) { r.ID = "a/b" }), "id", geo.Fault},
		"an id with a space":                 {with(valid(geo.Belts), func(r *geo.Record) { r.ID = "a b" }), "id", geo.Fault},
		"an id of Han characters":            {with(valid(geo.Belts), func(r *geo.Record) { r.ID = "滁州-带_1.2:3" }), "-", 0},
		"an id of 65 characters":             {with(valid(geo.Belts), func(r *geo.Record) { r.ID = strings.Repeat("带", 65) }), "id", geo.Fault},
		"no Chinese name":                    {with(valid(geo.Belts), func(r *geo.Record) { r.NameZH = "" }), "name_zh", geo.Fault},
		"a fact without a name":              {with(valid(geo.Facts), func(r *geo.Record) { r.NameZH = "" }), "-", 0},
		"a name too long":                    {with(valid(geo.Belts), func(r *geo.Record) { r.NameZH = strings.Repeat("名", 201) }), "name_zh", geo.Fault},
		"a name just short enough":           {with(valid(geo.Belts), func(r *geo.Record) { r.NameZH = strings.Repeat("名", 200) }), "-", 0},
		"a name that is not UTF-8":           {with(valid(geo.Belts), func(r *geo.Record) { r.NameEN = "\xff" }), "name_en", geo.Fault},
		"a control character":                {with(valid(geo.Belts), func(r *geo.Record) { r.NameEN = "a\x1fb" }), "name_en", geo.Fault},
		"an unknown position class":          {with(at(valid(geo.Zones), orb.Point{118, 32}), func(r *geo.Record) { r.Position.Class = "near" }), "position_class", geo.Fault},
		"a class without geometry":           {with(valid(geo.Zones), func(r *geo.Record) { r.Position.Class = geo.Town }), "geometry", geo.Fault},
		"a period that runs backwards":       {with(valid(geo.Honors), func(r *geo.Record) { r.Valid = geo.Period{From: 20, To: 19} }), "valid_to", geo.Fault},
		"a period of one day":                {with(valid(geo.Honors), func(r *geo.Record) { r.Valid = geo.Period{From: 20, To: 20} }), "-", 0},
		"a code outside its list":            {set(geo.Enterprises, geo.EnterpriseClass, geo.Text("huge")), "class", geo.Fault},
		"a negative count":                   {set(geo.Enterprises, geo.FullMembers, geo.Integer(-1)), "full_members", geo.Fault},
		"a text for an integer":              {set(geo.Enterprises, geo.Employees, geo.Text("many")), "employees", geo.Fault},
		"an integer for a number":            {set(geo.Enterprises, geo.Output, geo.Integer(3)), "-", 0},
		"six stars":                          {set(geo.Organizations, geo.Stars, geo.Integer(6)), "stars", geo.Fault},
		"no stars is not unrated":            {set(geo.Organizations, geo.Stars, geo.Integer(0)), "-", 0},
		"unrated":                            {set(geo.Organizations, geo.Stars, geo.Text(geo.Unrated)), "-", 0},
		"another word for stars":             {set(geo.Organizations, geo.Stars, geo.Text("none")), "stars", geo.Fault},
		"a malformed link in a list":         {set(geo.Organizations, geo.BeltsOf, geo.List("B-1", "B 2")), "belts", geo.Fault},
		"a link that waits for its record":   {set(geo.Organizations, geo.Covers, geo.List("E-1", "某某(合肥)公司")), "-", 0},
		"a category outside its list":        {set(geo.Centers, geo.Categories, geo.List("public", "secret")), "categories", geo.Fault},
		"a credit code that fails its check": {set(geo.Enterprises, geo.USCC, geo.Text("91110000101623741L")), "uscc", geo.Warning},
		"a credit code of digits alone":      {set(geo.Enterprises, geo.USCC, geo.Text("911101066976941872")), "-", 0},
		"a point":                            {at(valid(geo.Enterprises), orb.Point{118, 32}), "-", 0},
		"a point east of the world":          {at(valid(geo.Enterprises), orb.Point{180.1, 32}), "geometry", geo.Fault},
		"a point that is not a number":       {at(valid(geo.Enterprises), orb.Point{math.NaN(), 32}), "geometry", geo.Fault},
		"a point beyond Web Mercator":        {at(valid(geo.Enterprises), orb.Point{118, 86}), "geometry", geo.Fault},
		"a polygon where points belong":      {at(valid(geo.Enterprises), orb.Polygon{square}), "geometry", geo.Fault},
		"a polygon":                          {at(valid(geo.Grids), orb.Polygon{square}), "-", 0},
		"two polygons":                       {at(valid(geo.Grids), orb.MultiPolygon{{square}, {square}}), "-", 0},
		"a polygon without rings":            {at(valid(geo.Grids), orb.Polygon{}), "geometry", geo.Fault},
		"a ring that is not closed":          {at(valid(geo.Grids), orb.Polygon{square[:4]}), "geometry", geo.Fault},
		"a line of one point":                {at(valid(geo.Belts), orb.LineString{{118, 32}}), "geometry", geo.Fault},
		"a line with too many vertices":      {at(valid(geo.Belts), make(orb.LineString, geo.MaxVertices+1)), "geometry", geo.Fault},
		"a collection of geometries":         {at(valid(geo.Places), orb.Collection{orb.Point{118, 32}}), "geometry", geo.Fault},
	} {
		findings := c.record.Validate()
		switch {
		case c.field == "-":
			if len(findings) > 0 {
				t.Errorf("%s: %+v", name, findings)
			}
		case len(findings) == 0 || findings[0].Field != c.field || findings[0].Severity != c.worst:
			t.Errorf("%s: %+v, want one for %s", name, findings, c.field)
		case findings[0].Text.ZH == "" || findings[0].Text.EN == "":
			t.Errorf("%s: a sentence is missing: %+v", name, findings[0].Text)
		}
		if _, fault := geo.FirstFault(findings); fault != (c.field != "-" && c.worst == geo.Fault) {
			t.Errorf("%s: a fault: %v", name, fault)
		}
	}
}

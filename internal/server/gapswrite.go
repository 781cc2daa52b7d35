package server

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/status"
	"beltmap/geo/world"
)

// gapFields are what stands of an enterprise's record beside its status.
func gapFields() []*geo.Field {
	return []*geo.Field{geo.ID, geo.NameZH, geo.NameEN, geo.Zone, geo.GridOf, geo.Industry, geo.EnterpriseClass, geo.Employees, geo.Operating, geo.ProjectStage, geo.SurveyedAt,
		geo.PositionClass, geo.FullMembers, geo.Instructors}
}

// provenance is where a number comes from, so that it can be made again: its passport.
type provenance struct {
	Definition   string         `json:"definition"`
	DefinitionZH string         `json:"definition_zh"`
	DefinitionEN string         `json:"definition_en"`
	Numerator    *int           `json:"numerator"`
	Denominator  *int           `json:"denominator"`
	Unknown      *int           `json:"unknown"`
	AsOf         string         `json:"as_of"`
	Sources      []string       `json:"sources"`
	Parameters   map[string]any `json:"parameters"`
	Settings     string         `json:"settings_hash"`
	RuleVersion  string         `json:"rule_version"`
	Version      geo.Cursor     `json:"version"`
}

// provenanceOf is the passport of what is computed from some collections of a World.
func provenanceOf(w *world.World, lang phrase.Lang, definition phrase.Text, parameters map[string]any, sources ...geo.Collection) provenance {
	p := provenance{Definition: definition.In(lang), DefinitionZH: definition.ZH, DefinitionEN: definition.EN, AsOf: w.Day().String(),
		Parameters: parameters, Settings: w.Settings().Hash(), RuleVersion: status.RulesVersion, Version: w.Version()}
	for _, c := range sources {
		p.Sources = append(p.Sources, c.String())
	}
	return p
}

// counting is the passport with what was counted.
func (p provenance) counting(numerator, denominator, unknown int) provenance {
	p.Numerator, p.Denominator, p.Unknown = &numerator, &denominator, &unknown
	return p
}

// passport is that of the list.
func (l *gapList) passport(lang phrase.Lang) provenance {
	names := make([]string, len(l.statuses))
	for i, s := range l.statuses {
		names[i] = s.String()
	}
	definition, unknown := phrase.GapsDefinition.With(), l.all.ByStatus[status.Unknown]
	parameters := map[string]any{"status": strings.Join(names, ",")}
	if l.measure != nil {
		definition, unknown = phrase.GapsMeasured.With(l.measure.Label(), l.measure.Meaning()), l.all.Unsure
		parameters["measure"] = l.measure.String()
	}
	return provenanceOf(l.world, lang, definition, l.enter(parameters), geo.Enterprises, geo.Organizations, geo.Centers).counting(len(l.all.List), l.all.Measured, unknown)
}

// gapBlock is how many gaps have a field read at once.
const gapBlock = 128

// gapBytes is about what a gap takes as JSON, or a little more.
const gapBytes = 700

// append appends the page as JSON, or as GeoJSON, whose foreign members are then the same.
func (l *gapList) append(b []byte, scratch *gapScratch, lang phrase.Lang, features bool) ([]byte, error) {
	b = slices.Grow(b, gapBytes*(len(l.page)+4))
	if features {
		b = append(b, `{"type":"FeatureCollection","features":[`...)
	} else {
		b = append(b, `{"gaps":[`...)
	}
	b = l.writer(lang).appendPage(b, scratch, features)
	counts := map[string]int{}
	for _, s := range l.possible() {
		counts[s.String()] = l.all.ByStatus[s]
	}
	tail, err := json.Marshal(struct {
		Matched     int            `json:"numberMatched"`
		Returned    int            `json:"numberReturned"`
		Enterprises int            `json:"enterprises"`
		ByStatus    map[string]int `json:"by_status"`
		Aside       int            `json:"not_operating"`
		Unseen      int            `json:"unseen"`
		Unlocated   *int           `json:"unlocated,omitempty"` // of a polygon
		Passport    provenance     `json:"passport"`
		Links       []link         `json:"links"`
	}{len(l.all.List), len(l.page), l.all.Enterprises, counts, l.all.Aside, l.all.Unseen, countOrNull(l.all.Unlocated, l.polygon != nil), l.passport(lang), l.links})
	if err != nil {
		return b, err
	}
	b = append(append(b, "],"...), tail[1:]...)
	return append(b, '\n'), nil
}

// gapWriter writes the rows of a list in a reader's language.
type gapWriter struct {
	*gapList
	lang          phrase.Lang
	t             *world.Table
	columns       []gapColumn
	groups        []gapGroup // of the columns
	organizations reachWriter
	centers       reachWriter
	reasons       [64]keptReason
}

// reachWriter writes what lies near.
type reachWriter struct {
	t         *world.Table
	begin     string // the key as JSON, and what is before the id
	none      string // the key with null
	id        world.Column
	names     [2]world.Column // in the reader's language, and in Chinese
	forms     world.Column
	formCodes []string // as JSON with the keys around, by code + 1; none of centers

	ids, called [gapBlock]string // of what lies near the gaps of the block, of those that have something near
	codes       [gapBlock]int64
	next        int // of these
	touched     byte
}

// keptReason is what stands in the answer for all enterprises of a status and a number of members.
type keptReason struct {
	status  status.Status
	members int32
	text    string
}

func (l *gapList) writer(lang phrase.Lang) *gapWriter {
	g := &gapWriter{gapList: l, lang: lang, t: l.world.Table(geo.Enterprises)}
	for i, f := range gapFields() {
		key := `,"` + f.Name + `":`
		if i == 0 {
			key = key[1:]
		}
		g.columns = append(g.columns, gapColumnOf(g.t.Column(f, l.sight), f, key))
	}
	near := func(c geo.Collection, key string) reachWriter {
		t := l.world.Table(c)
		n := reachWriter{t: t, begin: key + `{"id":`, none: key + "null", id: t.Column(geo.ID, l.sight), names: [2]world.Column{t.Column(geo.NameZH, l.sight), t.Column(geo.NameZH, l.sight)}}
		if lang == phrase.English {
			n.names[0] = t.Column(geo.NameEN, l.sight)
		}
		if c == geo.Organizations {
			n.forms = t.Column(geo.Form, l.sight)
			n.formCodes = []string{`,"form":null,"metres":`} // by code + 1
			for _, form := range n.forms.Names() {
				n.formCodes = append(n.formCodes, string(appendString([]byte(`,"form":`), form))+`,"metres":`)
			}
		}
		return n
	}
	g.groups = gapGroups(g.columns)
	g.organizations, g.centers = near(geo.Organizations, `,"nearest_organization":`), near(geo.Centers, `,"nearest_center":`)
	return g
}

// name is what a record is called in the reader's language, else in Chinese, "" if it has no name.
func (n *reachWriter) name(r world.Row) string {
	if name := n.names[0].Text(r); name != "" {
		return name
	}
	return n.names[1].Text(r)
}

// gapSpan is where something stands in a text.
type gapSpan struct{ from, to int32 }

// appendPage appends the gaps of the page. They are written in the order of their rows, in which what is read lies side by side in memory, and then
// copied in that of the page.
func (g *gapWriter) appendPage(b []byte, scratch *gapScratch, features bool) []byte {
	scratch.lend(g.groups)
	spans, text := slices.Grow(scratch.spans[:0], len(g.page))[:len(g.page)], slices.Grow(scratch.text[:0], gapBytes*len(g.page))
	var rows [gapBlock]world.Row
	for from := 0; from < len(g.order); from += gapBlock {
		block := g.order[from:min(from+gapBlock, len(g.order))]
		for k, i := range block {
			rows[k] = g.page[i].Row
		}
		for k := range g.groups {
			g.groups[k].load(rows[:len(block)])
		}
		g.organizations.load(g.gapList.organizations, block)
		g.centers.load(g.gapList.centers, block)
		for k, i := range block {
			start := len(text)
			if features {
				text = g.appendFeature(text, k, i)
			} else {
				text = g.appendItem(append(text, '{'), k, i)
			}
			spans[i] = gapSpan{int32(start), int32(len(text))}
		}
	}
	for i, s := range spans {
		if i > 0 {
			b = append(b, ",\n"...)
		}
		b = append(b, text[s.from:s.to]...)
	}
	scratch.spans, scratch.text = spans, text
	return b
}

func (g *gapWriter) appendFeature(b []byte, k int, i int32) []byte {
	row := g.page[i].Row
	b = appendString(append(b, `{"type":"Feature","id":`...), g.t.ID(row))
	b = append(b, `,"geometry":`...)
	if g.t.Drawable(row) {
		b = appendGeometry(b, g.t.Geometry(row))
	} else {
		b = append(b, "null"...)
	}
	b = g.appendItem(append(b, `,"properties":{`...), k, i)
	return append(b, '}')
}

// appendItem appends what is known of a gap that has a place in the block, and the closing brace.
func (g *gapWriter) appendItem(b []byte, k int, i int32) []byte {
	gap := &g.page[i]
	for n := range g.groups {
		b = g.groups[n].append(b, k, gap.Row)
	}
	if gap.Measured {
		b = append(b, `,"in_denominator":true,"point":`...)
	} else {
		b = append(b, `,"in_denominator":false,"point":`...)
	}
	if lon, lat, is := g.t.Units(gap.Row); is && g.t.Drawable(gap.Row) {
		b = appendUnits(append(b, '['), int64(lon))
		b = appendUnits(append(b, ','), int64(lat))
		b = append(b, ']')
	} else {
		b = append(b, "null"...)
	}
	b = append(b, g.reasonOf(gap)...)
	b = g.organizations.append(b, &g.gapList.organizations[i])
	b = g.centers.append(b, &g.gapList.centers[i])
	if g.measure != nil {
		b = strconv.AppendBool(append(b, `,"measure_known":`...), !gap.Unsure)
	}
	return append(b, '}')
}

// reasonOf is status, rule and reason as JSON. The words depend on the status and the members alone, and are kept.
func (g *gapWriter) reasonOf(gap *coverage.Gap) string {
	kept := &g.reasons[(uint32(gap.Members)*uint32(status.Count)+uint32(gap.Status))%uint32(len(g.reasons))]
	if kept.text == "" || kept.status != gap.Status || kept.members != gap.Members {
		why := g.t.Reason(gap.Row, g.sight)
		b := appendString([]byte(`,"status":`), gap.Status.String())
		if why.Rule != nil {
			b = appendString(append(b, `,"rule":`...), why.Rule.ID)
		} else {
			b = append(b, `,"rule":null`...)
		}
		*kept = keptReason{gap.Status, gap.Members, string(appendString(append(b, `,"reason":`...), why.Text().In(g.lang)))}
	}
	return kept.text
}

// load reads what lies near the gaps of a block, so that the processor fetches the texts of several at once.
func (n *reachWriter) load(all []coverage.Reach, block []int32) {
	var list [gapBlock]world.Row
	rows := list[:0]
	for _, i := range block {
		if r := all[i].Row; r >= 0 {
			rows = append(rows, r)
		}
	}
	n.next = 0
	n.id.Texts(rows, n.ids[:])
	n.names[0].Texts(rows, n.called[:])
	if n.formCodes != nil {
		n.forms.Numbers(rows, n.codes[:])
	}
	for i, r := range rows {
		if n.called[i] == "" {
			n.called[i] = n.names[1].Text(r)
		}
	}
	n.touched ^= touch(n.ids[:len(rows)]) ^ touch(n.called[:len(rows)])
}

// append appends what lies near the next gap of the block.
func (n *reachWriter) append(b []byte, r *coverage.Reach) []byte {
	if r.Row < 0 {
		return append(b, n.none...)
	}
	i := n.next
	n.next++
	b = appendString(append(b, n.begin...), n.ids[i])
	b = appendString(append(b, `,"name":`...), n.called[i])
	if n.formCodes != nil {
		b = append(b, n.formCodes[max(n.codes[i], -1)+1]...)
	} else {
		b = append(b, `,"metres":`...)
	}
	b = appendMetres(b, r.Metres)
	if math.IsNaN(r.OnRoad) {
		return append(b, `,"on_road":null}`...)
	}
	b = appendMetres(append(b, `,"on_road":`...), r.OnRoad)
	return append(b, '}')
}

// appendMetres appends a length to the decimetre, or null if it is not known.
func appendMetres(b []byte, metres float64) []byte {
	if math.IsNaN(metres) || math.IsInf(metres, 0) {
		return append(b, "null"...)
	}
	n := int64(math.Round(metres * 10))
	b = strconv.AppendInt(b, n/10, 10)
	if n%10 != 0 {
		b = append(b, '.', byte('0'+n%10))
	}
	return b
}

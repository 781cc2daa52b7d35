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

// append appends the page as JSON, or as GeoJSON, whose foreign members are then the same. The scratch is for the gaps in another order.
func (l *gapList) append(b []byte, scratch *[]byte, lang phrase.Lang, features bool) ([]byte, error) {
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
	organizations reachWriter
	centers       reachWriter
	reasons       map[reasonKey]string
}

// gapColumn is a field of the enterprises with its key as JSON, and what it may be where that is little; of many codes the last one that was written
// and where, since neighbors share it.
type gapColumn struct {
	world.Column
	key, null string
	codes     []string  // with the key
	truths    [2]string // likewise, of a boolean
	coded     bool
	text      bool
	last      int
	from, to  int
}

func (c *gapColumn) append(b []byte, r world.Row) []byte {
	switch {
	case c.coded:
		code := c.Code(r)
		switch {
		case code < 0:
			return append(b, c.null...)
		case c.codes != nil:
			return append(b, c.codes[code]...)
		case code == c.last:
			return append(b, b[c.from:c.to]...)
		}
		c.last, c.from = code, len(b)
		b = appendString(append(b, c.key...), c.Names()[code])
		c.to = len(b)
		return b
	case !c.Known():
		return append(b, c.null...)
	case c.text:
		if text := c.Text(r); text != "" {
			return appendString(append(b, c.key...), text)
		}
		return append(b, c.null...)
	}
	v := c.Value(r)
	if yes, is := v.Boolean(); is {
		if yes {
			return append(b, c.truths[1]...)
		}
		return append(b, c.truths[0]...)
	}
	return appendValue(append(b, c.key...), v)
}

// reachWriter writes what lies near.
type reachWriter struct {
	t     *world.Table
	names [2]world.Column // in the reader's language, and in Chinese
	forms world.Column
	form  bool
}

// reasonKey is all that the words of a reason depend on.
type reasonKey struct {
	status  status.Status
	members int32
}

func (l *gapList) writer(lang phrase.Lang) *gapWriter {
	g := &gapWriter{gapList: l, lang: lang, t: l.world.Table(geo.Enterprises), reasons: map[reasonKey]string{}}
	for i, f := range gapFields() {
		c := gapColumn{Column: g.t.Column(f, l.sight), key: `,"` + f.Name + `":`, last: -1}
		if i == 0 {
			c.key = c.key[1:]
		}
		c.text = f.Type == geo.TypeText
		c.null, c.truths = c.key+"null", [2]string{c.key + "false", c.key + "true"}
		names := c.Names()
		if c.coded = names != nil; len(names) <= min(fewNames, len(l.page)) {
			for _, name := range names {
				c.codes = append(c.codes, string(appendString([]byte(c.key), name)))
			}
		}
		g.columns = append(g.columns, c)
	}
	near := func(c geo.Collection) reachWriter {
		t := l.world.Table(c)
		names := [2]world.Column{t.Column(geo.NameZH, l.sight), t.Column(geo.NameZH, l.sight)}
		if lang == phrase.English {
			names[0] = t.Column(geo.NameEN, l.sight)
		}
		return reachWriter{t, names, t.Column(geo.Form, l.sight), c == geo.Organizations}
	}
	g.organizations, g.centers = near(geo.Organizations), near(geo.Centers)
	return g
}

// name is what a record is called in the reader's language, else in Chinese, "" if it has no name.
func (n *reachWriter) name(r world.Row) string {
	if name := n.names[0].Value(r).Text(); name != "" {
		return name
	}
	return n.names[1].Value(r).Text()
}

// appendPage appends the gaps of the page. They are written in the order of the table, in which what is read for one lies beside what is read for the
// next, and then put in theirs.
func (g *gapWriter) appendPage(b []byte, scratch *[]byte, features bool) []byte {
	order := make([]uint64, len(g.page))
	for i := range g.page {
		order[i] = uint64(g.page[i].Row)<<32 | uint64(i)
	}
	slices.Sort(order)
	written, ends := (*scratch)[:0], make([][2]int, len(g.page))
	for _, o := range order {
		i, from := int(uint32(o)), len(written)
		if features {
			written = g.appendFeature(written, i)
		} else {
			written = g.appendItem(append(written, '{'), i)
		}
		ends[i] = [2]int{from, len(written)}
	}
	b = slices.Grow(b, len(written)+2*len(ends))
	for i, at := range ends {
		if i > 0 {
			b = append(b, ",\n"...)
		}
		b = append(b, written[at[0]:at[1]]...)
	}
	*scratch = written
	return b
}

func (g *gapWriter) appendFeature(b []byte, i int) []byte {
	row := g.page[i].Row
	b = appendString(append(b, `{"type":"Feature","id":`...), g.t.ID(row))
	b = append(b, `,"geometry":`...)
	if g.t.Drawable(row) {
		b = appendGeometry(b, g.t.Geometry(row))
	} else {
		b = append(b, "null"...)
	}
	b = g.appendItem(append(b, `,"properties":{`...), i)
	return append(b, '}')
}

// appendItem appends what is known of a gap, and the closing brace.
func (g *gapWriter) appendItem(b []byte, i int) []byte {
	gap := &g.page[i]
	for k := range g.columns {
		b = g.columns[k].append(b, gap.Row)
	}
	if gap.Measured {
		b = append(b, `,"in_denominator":true,"point":`...)
	} else {
		b = append(b, `,"in_denominator":false,"point":`...)
	}
	if p, is := g.t.Point(gap.Row); is && g.t.Drawable(gap.Row) {
		b = appendPoint(b, p)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, g.reason(gap)...)
	b = g.organizations.append(append(b, `,"nearest_organization":`...), &g.gapList.organizations[i])
	b = g.centers.append(append(b, `,"nearest_center":`...), &g.gapList.centers[i])
	if g.measure != nil {
		b = strconv.AppendBool(append(b, `,"measure_known":`...), !gap.Unsure)
	}
	return append(b, '}')
}

// reason is status, rule and reason as JSON, worked out once for all enterprises that have it.
func (g *gapWriter) reason(gap *coverage.Gap) string {
	key := reasonKey{gap.Status, gap.Members}
	text, known := g.reasons[key]
	if !known {
		why := g.t.Reason(gap.Row, g.sight)
		b := appendString([]byte(`,"status":`), gap.Status.String())
		if why.Rule != nil {
			b = appendString(append(b, `,"rule":`...), why.Rule.ID)
		} else {
			b = append(b, `,"rule":null`...)
		}
		text = string(appendString(append(b, `,"reason":`...), why.Text().In(g.lang)))
		g.reasons[key] = text
	}
	return text
}

func (n *reachWriter) append(b []byte, r *coverage.Reach) []byte {
	if r.Row < 0 {
		return append(b, "null"...)
	}
	b = appendString(append(b, `{"id":`...), n.t.ID(r.Row))
	b = appendString(append(b, `,"name":`...), n.name(r.Row))
	if n.form {
		b = appendValue(append(b, `,"form":`...), n.forms.Value(r.Row))
	}
	b = appendMetres(append(b, `,"metres":`...), r.Metres)
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

package server

import (
	"cmp"
	"encoding/json"
	"net/http"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/status"
	"beltmap/geo/world"
)

// coverRate is a rate as it is answered.
type coverRate struct {
	Numerator   int      `json:"numerator"`
	Denominator int      `json:"denominator"`
	Unknown     int      `json:"unknown"`
	Rate        *float64 `json:"rate"`
}

func rateOf(r coverage.Rate) coverRate {
	answer := coverRate{r.Numerator, r.Denominator, r.Unknown, nil}
	if share, known := r.Share(); known {
		answer.Rate = &share
	}
	return answer
}

// coverFigures are figures as they are answered.
type coverFigures struct {
	Enterprises    int32            `json:"enterprises"`
	Denominator    int32            `json:"denominator"`
	Unknown        int              `json:"unknown"`
	Unstated       int32            `json:"operation_unstated"`
	Unlocated      int32            `json:"unlocated"`
	ByStatus       map[string]int32 `json:"by_status"`
	Organizational coverRate        `json:"organizational"`
	Single         coverRate        `json:"single"`
	Work           coverRate        `json:"work"`
	Effective      coverRate        `json:"effective"`
}

func (c *covered) figures(f *coverage.Figures) coverFigures {
	answer := coverFigures{f.Enterprises, f.Denominator, f.Unknown(), f.Unstated, f.Unlocated, map[string]int32{},
		rateOf(f.Rate(coverage.Organizational)), rateOf(f.Rate(coverage.Single)), rateOf(f.Rate(coverage.Work)), rateOf(f.Rate(coverage.Effective))}
	for _, s := range coverage.StatusesFor(c.Sight) {
		answer.ByStatus[s.String()] = f.ByStatus[s]
	}
	return answer
}

type coverItem struct {
	ID     *string `json:"id"`
	NameZH *string `json:"name_zh"`
	NameEN *string `json:"name_en"`
	coverFigures
	Corridor *coverCorridor `json:"corridor,omitempty"`
	Stated   []coverStated  `json:"stated"`
}

type coverCorridor struct {
	Metres        float64      `json:"metres"`
	Within        coverFigures `json:"within"`
	Participating coverFigures `json:"participating"`
	Others        coverFigures `json:"not_participating"`
}

// coverStated is a rate that somebody stated, beside the computed one and never merged with it.
type coverStated struct {
	ID        string   `json:"id"`
	Measure   string   `json:"measure"`
	Value     *float64 `json:"value"`
	Qualifier *string  `json:"qualifier"`
	Unit      *string  `json:"unit"`
	Period    *string  `json:"period"`
	Source    *string  `json:"source"`
	Conflicts []string `json:"conflicts_with"`
	Differs   *bool    `json:"differs"`
}

func (c *covered) item(i *coverage.Item) coverItem {
	answer := coverItem{ID: textOrNull(i.ID), coverFigures: c.figures(i.Figures), Stated: []coverStated{}}
	name := c.name(i)
	answer.NameZH, answer.NameEN = textOrNull(name.ZH), textOrNull(name.EN)
	if k := i.Corridor; k != nil {
		within := k.Within()
		answer.Corridor = &coverCorridor{k.Metres, c.figures(&within), c.figures(&k.Participating), c.figures(&k.Others)}
	}
	for _, f := range c.stated[i.ID] {
		stated := coverStated{f.ID, f.Measure.String(), nil, textOrNull(f.Qualifier), textOrNull(f.Unit), textOrNull(f.Period), textOrNull(f.Source), f.Conflicts, f.Differs(i.Figures)}
		if f.Known {
			stated.Value = &f.Value
		}
		answer.Stated = append(answer.Stated, stated)
	}
	return answer
}

// name is what a part is called, in both languages, nothing where only its id is known.
func (c *covered) name(i *coverage.Item) phrase.Text {
	if c.polygon != nil {
		return phrase.Text{}
	}
	return c.By.NameOf(c.world, i.ID)
}

// writeCoverage answers in the format that is asked for.
func (s *Server) writeCoverage(w http.ResponseWriter, r *http.Request, c *covered, given parameters) error {
	switch given["f"] {
	case "csv", "xlsx":
		return s.coverageFile(w, r, c, given["f"])
	case "geojson":
		return s.coverageFeatures(w, r, c)
	}
	return s.json(w, r, jsonType, c.lang, c.document())
}

// coverDocument is the answer as JSON.
type coverDocument struct {
	Items       []coverItem  `json:"items"`
	Total       coverFigures `json:"total"`
	Definitions []definition `json:"definitions"`
	Passport    provenance   `json:"passport"`
}

func (c *covered) document() coverDocument {
	items := make([]coverItem, 0, len(c.items))
	for i := range c.items {
		items = append(items, c.item(&c.items[i]))
	}
	return coverDocument{items, c.figures(&c.total), coverDefinitions(), c.passport}
}

// CoverageOf is the answer of /api/coverage for whoever asks outside of HTTP: what becomes its JSON, and its table. There must be a record of the zone that is asked for.
func CoverageOf(w *world.World, q coverage.Request, lang phrase.Lang) (document any, table export.Sheet, err error) {
	c := &covered{Request: q, world: w, lang: lang}
	if err := knownIn(w, q.Zone); err != nil {
		return nil, export.Sheet{}, err
	}
	if err := c.count(); err != nil {
		return nil, export.Sheet{}, err
	}
	given := parameters{}
	if q.Zone != nil {
		given["zone"] = cmp.Or(*q.Zone, noZone)
	}
	c.certify(given)
	return c.document(), c.sheet(), nil
}

// count reads the parts.
func (c *covered) count() error {
	c.total, c.stated = coverage.Total(c.world, c.Request), coverage.StatedOf(c.world, c.By)
	return coverage.Each(c.world, c.Request, func(i *coverage.Item) { c.items = append(c.items, *i) })
}

func coverDefinitions() []definition {
	var all []definition
	for _, m := range coverage.Measures() {
		all = append(all, definition{m.String(), m.Label().ZH, m.Label().EN, m.Meaning().ZH, m.Meaning().EN})
	}
	return all
}

// coverageFeatures answers GeoJSON: each part with the shape of its record, if it has one that may be shown.
func (s *Server) coverageFeatures(w http.ResponseWriter, r *http.Request, c *covered) error {
	b := []byte(`{"type":"FeatureCollection","features":[`)
	for i := range c.items {
		properties, err := json.Marshal(c.item(&c.items[i]))
		if err != nil {
			return err
		}
		if i > 0 {
			b = append(b, ",\n"...)
		}
		b = append(b, `{"type":"Feature",`...)
		if id := c.items[i].ID; id != "" {
			b = append(appendString(append(b, `"id":`...), id), ',')
		}
		b = c.appendShape(append(b, `"geometry":`...), c.items[i].ID)
		b = append(append(append(b, `,"properties":`...), properties...), '}')
	}
	passport, err := json.Marshal(c.passport)
	if err != nil {
		return err
	}
	b = append(append(append(b, `],"passport":`...), passport...), "}\n"...)
	return s.document(w, r, geoJSON, c.lang, b)
}

func (c *covered) appendShape(b []byte, id string) []byte {
	if c.polygon != nil {
		return appendGeometry(b, c.polygon)
	}
	if of := c.By.Collection(); of != 0 {
		t := c.world.Table(of)
		if row, there := t.Find(id); there && t.Current(row) && t.Drawable(row) {
			return appendGeometry(b, t.Geometry(row))
		}
	}
	return append(b, "null"...)
}

// coverageFile answers a table to take away.
func (s *Server) coverageFile(w http.ResponseWriter, r *http.Request, c *covered, format string) error {
	what := "area"
	if c.polygon == nil {
		what = c.By.String()
	}
	if r.Method != http.MethodHead {
		if err := s.enterExport(r, "coverage/"+what, format); err != nil {
			return err
		}
	}
	sheet := c.sheet()
	write := sheet.WriteCSV
	if format == "xlsx" {
		write = sheet.WriteXLSX
	}
	return s.sheetFile(w, r, format, "coverage-"+what+"-"+c.world.Day().String(), phrase.CoverageFile.ZH+"-"+c.world.Day().String(), write)
}

// sheet is a row a part, with the passport's numbers at its end; headings are the names of the JSON.
func (c *covered) sheet() export.Sheet {
	statuses := coverage.StatusesFor(c.Sight)
	head := figureHeads(statuses)
	if c.Corridor != 0 {
		head = append(head, "corridor_metres", "corridor_within", "corridor_participating", "corridor_not_participating")
	}
	head = append(head, "as_of", "settings_hash", "rule_version", "version")
	return export.Sheet{Name: "coverage", Head: head, Rows: len(c.items), Row: func(at int, into []geo.Value) []geo.Value {
		i := &c.items[at]
		into = appendFigures(into, i.ID, c.name(i), i.Figures, statuses)
		if c.Corridor != 0 {
			into = appendCorridor(into, i.Corridor)
		}
		return append(into, geo.OnDay(c.world.Day()), geo.Text(c.passport.Settings), geo.Text(c.passport.RuleVersion), geo.Integer(int64(c.world.Version())))
	}}
}

// figureHeads are the headings of appendFigures.
func figureHeads(statuses []status.Status) []string {
	head := []string{"id", "name_zh", "name_en", "enterprises", "denominator", "unknown", "operation_unstated", "unlocated"}
	for _, s := range statuses {
		head = append(head, "status_"+s.String())
	}
	for _, m := range coverage.Measures() {
		head = append(head, m.String()+"_numerator", m.String()+"_unknown", m.String()+"_rate")
	}
	return head
}

func appendFigures(into []geo.Value, id string, name phrase.Text, f *coverage.Figures, statuses []status.Status) []geo.Value {
	number := func(n int) geo.Value { return geo.Integer(int64(n)) }
	into = append(into, geo.Text(id), geo.Text(name.ZH), geo.Text(name.EN), number(int(f.Enterprises)), number(int(f.Denominator)), number(f.Unknown()),
		number(int(f.Unstated)), number(int(f.Unlocated)))
	for _, s := range statuses {
		into = append(into, number(int(f.ByStatus[s])))
	}
	for _, m := range coverage.Measures() {
		rate := f.Rate(m)
		into = append(into, number(rate.Numerator), number(rate.Unknown))
		if share, known := rate.Share(); known {
			into = append(into, geo.Number(share))
		} else {
			into = append(into, geo.Value{})
		}
	}
	return into
}

func appendCorridor(into []geo.Value, k *coverage.Corridor) []geo.Value {
	if k == nil {
		return append(into, geo.Value{}, geo.Value{}, geo.Value{}, geo.Value{})
	}
	within := k.Within()
	return append(into, geo.Number(k.Metres), geo.Integer(int64(within.Enterprises)), geo.Integer(int64(k.Participating.Enterprises)), geo.Integer(int64(k.Others.Enterprises)))
}

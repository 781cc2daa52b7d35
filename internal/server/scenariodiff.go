package server

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/scenario"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// differing is what scenarios change.
type differing struct {
	*contrast
	t        *world.Table // the enterprises of the facts
	list     []scenario.Difference
	passport provenance
}

// standing is how an enterprise stands in one World.
type standing struct {
	Status string   `json:"status"`
	Marks  []string `json:"marks"`
}

type differingItem struct {
	Kind   string     `json:"kind"`
	ID     string     `json:"id"`
	NameZH *string    `json:"name_zh"`
	NameEN *string    `json:"name_en"`
	Zone   *string    `json:"zone"`
	Point  *orb.Point `json:"point"`
	Before standing   `json:"before"`
	After  standing   `json:"after"`
	With   *standing  `json:"with,omitempty"`
}

// differenceAnswer is the difference as JSON.
type differenceAnswer struct {
	Scenario      scenarioAnswer   `json:"scenario"`
	With          *scenarioAnswer  `json:"with,omitempty"`
	Enterprises   []differingItem  `json:"enterprises"`
	Proposals     []proposalAnswer `json:"proposals"`
	WithProposals []proposalAnswer `json:"with_proposals,omitzero"`
	Passport      provenance       `json:"passport"`
}

// scenarioDifference answers the enterprises that a scenario changes, and its proposals.
func (s *Server) scenarioDifference(w http.ResponseWriter, r *http.Request) error {
	c, given, err := s.contrasting(r)
	if err != nil {
		return err
	}
	if err := given.format(coverFormats()...); err != nil {
		return err
	}
	var d *differing
	err = s.work(r, func(ctx context.Context) error {
		if err := c.suppose(ctx); err != nil {
			return err
		}
		d = c.difference()
		return nil
	})
	if err != nil {
		return err
	}
	switch given["f"] {
	case "csv", "xlsx":
		return s.differenceFile(w, r, d, given["f"])
	case "geojson":
		body, err := d.features()
		if err != nil {
			return err
		}
		return s.document(w, r, geoJSON, d.lang, body)
	}
	return s.json(w, r, jsonType, d.lang, d.answer())
}

func (c *contrast) difference() *differing {
	d := &differing{contrast: c, t: c.world.Table(geo.Enterprises), list: scenario.Differences(c.Sight, c.world, c.supposed...)}
	total := coverage.Total(c.world, c.Request)
	d.passport = c.passportOf(phrase.DifferenceDefinition.With(), map[string]any{}).counting(len(d.list), int(total.Enterprises), total.Unknown())
	return d
}

func (d *differing) answer() differenceAnswer {
	answer := differenceAnswer{Enterprises: make([]differingItem, len(d.list)), Passport: d.passport}
	for i := range d.list {
		answer.Enterprises[i] = d.item(&d.list[i])
	}
	d.describe(&answer.Scenario, &answer.With, &answer.Proposals, &answer.WithProposals)
	return answer
}

func (d *differing) item(of *scenario.Difference) differingItem {
	text := func(f *geo.Field) *string { return textOrNull(d.t.Value(of.Row, f, d.Sight).Text()) }
	item := differingItem{"enterprise", d.t.ID(of.Row), text(geo.NameZH), text(geo.NameEN), text(geo.Zone), nil, standingOf(of.States[0]), standingOf(of.States[1]), nil}
	if p, is := d.t.Point(of.Row); is && d.t.Drawable(of.Row) {
		item.Point = &p
	}
	if len(of.States) > 2 {
		with := standingOf(of.States[2])
		item.With = &with
	}
	return item
}

func standingOf(s scenario.State) standing { return standing{s.Status.String(), s.Marks.Names()} }

// proposed is a proposal as a feature or a row of a table.
type proposed struct {
	Kind     geo.Proposed  `json:"kind"`
	ID       string        `json:"id"`
	Scenario *string       `json:"scenario"`
	Class    geo.Precision `json:"position_class"`
	proposalAnswer
}

// proposals are those of all scenarios. The ids say that they are no records.
func (d *differing) proposals() (all []proposed) {
	for k, s := range d.supposed {
		for i, p := range proposalsOf(s, d.lang) {
			class := geo.Illustrative
			if p.Place == nil {
				class = geo.Unlocated
			}
			all = append(all, proposed{p.Kind, d.saved[k].ID + scenario.Prefix + strconv.Itoa(i+1), textOrNull(d.saved[k].ID), class, p})
		}
	}
	return all
}

// features are the enterprises and the proposals as GeoJSON.
func (d *differing) features() ([]byte, error) {
	b := []byte(`{"type":"FeatureCollection","features":[`)
	add := func(id string, at *orb.Point, properties any) error {
		text, err := json.Marshal(properties)
		if err != nil {
			return err
		}
		if b[len(b)-1] != '[' {
			b = append(b, ",\n"...)
		}
		b = append(appendString(append(b, `{"type":"Feature","id":`...), id), `,"geometry":`...)
		if at != nil {
			b = appendGeometry(b, *at)
		} else {
			b = append(b, "null"...)
		}
		b = append(append(append(b, `,"properties":`...), text...), '}')
		return nil
	}
	for i := range d.list {
		item := d.item(&d.list[i])
		if err := add(item.ID, item.Point, item); err != nil {
			return nil, err
		}
	}
	for _, p := range d.proposals() {
		if err := add(p.ID, p.Place, p); err != nil {
			return nil, err
		}
	}
	passport, err := json.Marshal(d.passport)
	return append(append(append(b, `],"passport":`...), passport...), "}\n"...), err
}

// differenceFile answers a table to take away.
func (s *Server) differenceFile(w http.ResponseWriter, r *http.Request, d *differing, format string) error {
	id := d.saved[0].ID
	if r.Method != http.MethodHead {
		if err := s.enterExport(r, "scenarios/"+id, format); err != nil {
			return err
		}
	}
	sheet := d.sheet()
	write := sheet.WriteCSV
	if format == "xlsx" {
		write = sheet.WriteXLSX
	}
	return s.sheetFile(w, r, format, "scenario-"+id, phrase.ScenarioFile.ZH+"-"+id, write)
}

// sheet is a row an enterprise and then a row a proposal; headings are the names of the JSON.
func (d *differing) sheet() export.Sheet {
	proposals := d.proposals()
	head := []string{"kind", "id", "name_zh", "name_en", "zone", "lon", "lat"}
	for _, when := range []string{"before", "after", "with"}[:1+len(d.supposed)] {
		head = append(head, "status_"+when, "marks_"+when)
	}
	head = append(head, "form", "covers", "count", "state", "reason", "scenario", "as_of", "settings_hash", "rule_version", "version")
	return export.Sheet{Name: "difference", Head: head, Rows: len(d.list) + len(proposals), Row: func(i int, into []geo.Value) []geo.Value {
		if i < len(d.list) {
			into = d.enterpriseCells(&d.list[i], into)
		} else {
			into = d.proposalCells(&proposals[i-len(d.list)], into)
		}
		return append(into, geo.OnDay(d.world.Day()), geo.Text(d.passport.Settings), geo.Text(d.passport.RuleVersion), geo.Integer(int64(d.world.Version())))
	}}
}

func (d *differing) enterpriseCells(of *scenario.Difference, into []geo.Value) []geo.Value {
	cell := func(f *geo.Field) geo.Value { return d.t.Value(of.Row, f, d.Sight) }
	item := d.item(of)
	into = append(into, geo.Text(item.Kind), geo.Text(item.ID), cell(geo.NameZH), cell(geo.NameEN), cell(geo.Zone))
	into = appendPlace(into, item.Point)
	for _, s := range of.States {
		into = append(into, geo.Text(s.Status.String()), geo.Text(strings.Join(s.Marks.Names(), ";")))
	}
	return append(into, geo.Value{}, geo.Value{}, geo.Value{}, geo.Value{}, geo.Value{}, geo.Text(d.saved[0].ID))
}

func (d *differing) proposalCells(p *proposed, into []geo.Value) []geo.Value {
	title := p.Title()
	into = append(into, geo.Text(string(p.Kind)), geo.Text(p.ID), geo.Text(title.ZH), geo.Text(title.EN), geo.Text(d.saved[0].Zone))
	into = appendPlace(into, p.Place)
	for range 1 + len(d.supposed) {
		into = append(into, geo.Value{}, geo.Value{})
	}
	covers, count := p.Covers, geo.Value{}
	if p.Kind == geo.ProposedInstructor {
		covers, count = []string{p.Enterprise}, geo.Integer(p.Count)
	}
	scenario := ""
	if p.Scenario != nil {
		scenario = *p.Scenario
	}
	return append(into, geo.Text(p.Form), geo.Text(strings.Join(covers, ";")), count, geo.Text(p.State), geo.Text(p.Reason), geo.Text(scenario))
}

func appendPlace(into []geo.Value, at *orb.Point) []geo.Value {
	if at == nil {
		return append(into, geo.Value{}, geo.Value{})
	}
	return append(into, geo.Number(at[0]), geo.Number(at[1]))
}

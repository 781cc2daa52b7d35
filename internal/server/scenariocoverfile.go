package server

import (
	"context"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

// ratedPart is a row of the table of rates: a part in the facts, or in a scenario.
type ratedPart struct {
	when     string // before, after or with
	scenario string // "" for the facts
	item     coverage.Item
}

// file is the table of rates to take away.
func (c *contrast) file(ctx context.Context) (takenAway, error) {
	var rows []ratedPart
	add := func(w *world.World, when, scenario string) error {
		return coverage.Each(w, c.Request, func(i *coverage.Item) { rows = append(rows, ratedPart{when, scenario, *i}) })
	}
	err := add(c.world, "before", "")
	for k, s := range c.supposed {
		if err == nil {
			err = add(s.World, []string{"after", "with"}[k], c.saved[k].ID)
		}
	}
	if err != nil {
		return takenAway{}, err
	}
	id := c.saved[0].ID
	f := takenAway{object: "scenarios/" + id, name: "scenario-coverage-" + id, chinese: phrase.ScenarioCoverFile.ZH + "-" + id}
	return f.of([]export.Sheet{c.ratesSheet(rows)}, 0), ctx.Err()
}

// ratesSheet is a row a part of the facts, then of the scenario, then of the second one; headings are the names of the JSON.
func (c *contrast) ratesSheet(rows []ratedPart) export.Sheet {
	statuses := coverage.StatusesFor(c.Sight)
	head := append([]string{"when", "scenario"}, figureHeads(statuses)...)
	hash, rules := c.world.SettingsHash(), c.passportOf(c.Definition(c.world, false), map[string]any{}).RuleVersion
	return export.Sheet{Name: "coverage", Head: append(head, "as_of", "settings_hash", "rule_version", "version"), Rows: len(rows), Row: func(at int, into []geo.Value) []geo.Value {
		r := &rows[at]
		into = appendFigures(append(into, geo.Text(r.when), geo.Text(r.scenario)), r.item.ID, c.name(&r.item), r.item.Figures, statuses)
		return append(into, geo.OnDay(c.world.Day()), geo.Text(hash), geo.Text(rules), geo.Integer(int64(c.world.Version())))
	}}
}

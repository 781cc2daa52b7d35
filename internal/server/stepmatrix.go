package server

import (
	"context"
	"net/http"
	"slices"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
)

// mostOutOfStep is how many enterprises out of step are listed; the links lead to all.
const mostOutOfStep = 1000

type stepCell struct {
	Project     *string `json:"project_stage"` // null for none stated
	Branch      string  `json:"branch_stage"`
	Enterprises int     `json:"enterprises"`
	InStep      *bool   `json:"in_step"` // null where no rule decides
	Rule        *string `json:"rule"`
}

type stepRule struct {
	ID       string   `json:"id"`
	Projects []string `json:"project_stages"`
	Branches []string `json:"branch_stages"`
	InStep   bool     `json:"in_step"`
	Means    string   `json:"means"`
	Clause   string   `json:"clause"`
}

type stepLabel struct {
	ID      string `json:"id"`
	LabelZH string `json:"label_zh"`
	LabelEN string `json:"label_en"`
}

type outOfStep struct {
	ID      string  `json:"id"`
	NameZH  *string `json:"name_zh"`
	NameEN  *string `json:"name_en"`
	Zone    *string `json:"zone"`
	Project string  `json:"project_stage"`
	Branch  string  `json:"branch_stage"`
	Href    string  `json:"href"`
}

type stepMatrix struct {
	Projects    []stepLabel  `json:"project_stages"`
	Branches    []stepLabel  `json:"branch_stages"`
	Cells       []stepCell   `json:"cells"`
	Rules       []stepRule   `json:"rules"`
	Enterprises int          `json:"enterprises"`
	Unseen      *int         `json:"unseen,omitempty"`
	OutOfStep   *int         `json:"out_of_step,omitempty"`
	List        *[]outOfStep `json:"list,omitempty"`
	Links       []link       `json:"links"`
	Passport    provenance   `json:"passport"`
}

// matrix answers how the stages of projects and of branches go together.
func (s *Server) matrix(w http.ResponseWriter, r *http.Request) error {
	c, err := s.comparing(r, "zone")
	if err != nil {
		return err
	}
	zone, err := c.given.anyZoneOfSomeDay(c.world)
	if err != nil {
		return err
	}
	var m *coverage.Matrix
	if err := s.on(r, c, func(ctx context.Context) (err error) {
		m, err = coverage.MakeMatrix(ctx, c.world, zone, c.sight)
		return err
	}); err != nil {
		return err
	}
	doc := c.matrix(m, c.world.Day() == s.app.World().Day())
	return s.answer(w, r, c, doc, c.matrixSheet(&doc), phrase.MatrixFile)
}

func (c *comparison) matrix(m *coverage.Matrix, today bool) stepMatrix {
	branches := coverage.BranchStagesFor(c.sight)
	doc := stepMatrix{Projects: []stepLabel{}, Branches: []stepLabel{}, Cells: []stepCell{}, Rules: c.stepRules(branches), Enterprises: m.Enterprises}
	for _, b := range branches {
		doc.Branches = append(doc.Branches, stepLabel{b.String(), b.Label().ZH, b.Label().EN})
	}
	for _, project := range coverage.ProjectStages() {
		if label, is := geo.ProjectStage.CodeLabel(project); is {
			doc.Projects = append(doc.Projects, stepLabel{project, label.ZH, label.EN})
		}
		for _, b := range branches {
			cell := stepCell{Project: textOrNull(project), Branch: b.String(), Enterprises: m.Cells[project][b]}
			if rule := coverage.StepOf(project, b); rule != nil {
				cell.InStep, cell.Rule = &rule.InStep, &rule.ID
			}
			doc.Cells = append(doc.Cells, cell)
		}
	}
	parameters := map[string]any{"project_months": c.world.Settings().Integer(geo.ProjectMonths)}
	query := parametersOf("zone", c.given["zone"])
	if zone, given := c.given["zone"]; given {
		parameters["zone"] = zone
	}
	doc.Links = []link{{Href: c.href("/api/matrix", c.given), Rel: "self", Type: jsonType, Title: phrase.LinkSelf.In(c.lang)}}
	doc.Passport = c.passport(phrase.MatrixDefinition.With(c.world.Settings().Integer(geo.ProjectMonths)), parameters, geo.Enterprises, geo.Organizations).
		counting(m.InStep, m.Judged, m.Enterprises-m.Judged)
	if c.sight.Widest() == geo.Internal {
		n, list := len(m.Out), c.outOfStep(m)
		doc.Unseen, doc.OutOfStep, doc.List = &m.Unseen, &n, &list
		if today && n > 0 {
			doc.Links = append(doc.Links, c.stepLinks(query)...)
		}
	}
	return doc
}

// stepLinks lead to the enterprises of the cells that are out of step.
func (c *comparison) stepLinks(zone parameters) (links []link) {
	for _, project := range coverage.ProjectStages() {
		if rule := coverage.StepOf(project, coverage.Due); rule == nil || rule.InStep {
			continue
		}
		query := parameters{"project_stage": project, "status": "eligible"}
		for name, value := range zone {
			query[name] = value
		}
		label, _ := geo.ProjectStage.CodeLabel(project)
		links = append(links, link{Href: c.href("/api/collections/enterprises/items", query), Rel: "related", Type: geoJSON, Title: label.In(c.lang)})
	}
	if id := zone["zone"]; id != "" && c.sight.Class(id) == geo.Internal {
		links = append(links, link{Href: c.href("/api/gaps", parameters{"zone": id, "status": "eligible"}), Rel: "related", Type: jsonType, Title: phrase.GapFile.In(c.lang)})
	}
	return links
}

// parametersOf is one parameter, unless it is not given or stands for no zone, which lists cannot be asked for.
func parametersOf(name, value string) parameters {
	if value == "" || value == noZone {
		return parameters{}
	}
	return parameters{name: value}
}

func (c *comparison) outOfStep(m *coverage.Matrix) []outOfStep {
	t, list := c.world.Table(geo.Enterprises), []outOfStep{}
	for _, one := range m.Out[:min(len(m.Out), mostOutOfStep)] {
		text := func(f *geo.Field) *string { return textOrNull(t.Value(one.Row, f, c.sight).Text()) }
		list = append(list, outOfStep{t.ID(one.Row), text(geo.NameZH), text(geo.NameEN), text(geo.Zone), one.Project, one.Branch.String(),
			c.href("/api/collections/enterprises/items/"+t.ID(one.Row), nil)})
	}
	return list
}

// stepRules are the rules as far as they speak of columns that are shown.
func (c *comparison) stepRules(shown []coverage.BranchStage) []stepRule {
	all := []stepRule{}
	for _, rule := range coverage.StepRules() {
		branches := []string{}
		for _, b := range shown {
			if rule.Branches == nil || slices.Contains(rule.Branches, b) {
				branches = append(branches, b.String())
			}
		}
		if len(branches) > 0 {
			all = append(all, stepRule{rule.ID, rule.Projects, branches, rule.InStep, rule.Means.In(c.lang), rule.Clause.In(c.lang)})
		}
	}
	return all
}

// matrixSheet is a row a cell.
func (c *comparison) matrixSheet(doc *stepMatrix) export.Sheet {
	var head []string
	for _, p := range []phrase.Phrase{phrase.MatrixProject, phrase.MatrixBranch, phrase.MatrixCount, phrase.MatrixInStep, phrase.MatrixRule, phrase.MatrixClause} {
		head = append(head, p.In(c.lang))
	}
	return export.Sheet{Name: "matrix", Head: head, Rows: len(doc.Cells), Row: func(i int, into []geo.Value) []geo.Value {
		cell := &doc.Cells[i]
		project, branch, rule, clause := phrase.PartNone.In(c.lang), "", geo.Value{}, geo.Value{}
		if cell.Project != nil {
			label, _ := geo.ProjectStage.CodeLabel(*cell.Project)
			project = label.In(c.lang)
		}
		for _, b := range doc.Branches {
			if b.ID == cell.Branch {
				branch = phrase.Text{ZH: b.LabelZH, EN: b.LabelEN}.In(c.lang)
			}
		}
		for _, of := range doc.Rules {
			if cell.Rule != nil && of.ID == *cell.Rule {
				rule, clause = geo.Text(of.ID), geo.Text(of.Clause)
			}
		}
		return append(into, geo.Text(project), geo.Text(branch), geo.Integer(int64(cell.Enterprises)), truthOrNone(cell.InStep), rule, clause)
	}}
}

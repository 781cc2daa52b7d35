package server

import (
	"context"
	"net/http"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/scenario"
	"github.com/gorilla/mux"
)

// contrast is a scenario, and perhaps a second one, beside the facts.
type contrast struct {
	covered
	saved    []data.SavedScenario // version 0 for one that is not kept
	supposed []*scenario.Supposed
}

// scenarioCoverage answers the rates before and after a scenario.
func (s *Server) scenarioCoverage(w http.ResponseWriter, r *http.Request) error {
	c, given, err := s.contrasting(r, "by")
	if err != nil {
		return err
	}
	if err := given.format(tableFormats()...); err != nil {
		return err
	}
	if c.By, err = given.by(); err != nil {
		return err
	}
	if err := c.Check(); err != nil {
		return err
	}
	var answer contrastAnswer
	var file takenAway
	err = s.work(r, func(ctx context.Context) (err error) {
		if err := c.suppose(ctx); err != nil {
			return err
		}
		if given.isFile() {
			file, err = c.file(ctx)
		} else {
			answer, err = c.coverage()
		}
		return err
	})
	if err != nil {
		return err
	}
	if given.isFile() {
		return s.takeAway(w, r, given["f"], file)
	}
	return s.json(w, r, jsonType, c.lang, answer)
}

// contrasting reads a request about one kept scenario, or two.
func (s *Server) contrasting(r *http.Request, also ...string) (c *contrast, given parameters, err error) {
	given, err = parseParameters(r.URL.RawQuery, func(name string) bool { return name == "with" || contains(also, name) })
	if err != nil {
		return nil, nil, err
	}
	saved, err := s.savedScenario(r, mux.Vars(r)["scenario"])
	if err != nil {
		return nil, nil, err
	}
	c = s.contrastOf(r, saved)
	id, both := given["with"]
	if !both {
		return c, given, nil
	}
	with, err := s.savedScenario(r, id)
	if err != nil {
		return nil, nil, err
	}
	if with.Zone != saved.Zone {
		return nil, nil, badParameter("with", phrase.ScenarioWith.With())
	}
	c.saved = append(c.saved, with)
	return c, given, nil
}

func (s *Server) contrastOf(r *http.Request, saved data.SavedScenario) *contrast {
	c := &contrast{covered: covered{Request: coverage.Request{Sight: askerOf(r).sight}, world: s.app.World(), lang: languageOf(r)}, saved: []data.SavedScenario{saved}}
	if saved.Zone != "" {
		c.Zone = &saved.Zone
	}
	return c
}

// suppose makes the Worlds of the scenarios.
func (c *contrast) suppose(ctx context.Context) error {
	for i := range c.saved {
		supposed, err := scenario.Suppose(c.world, &c.saved[i].Scenario)
		if err != nil {
			return err
		}
		c.supposed = append(c.supposed, supposed)
	}
	return ctx.Err()
}

// contrastAnswer is the rates before and after.
type contrastAnswer struct {
	Scenario      scenarioAnswer   `json:"scenario"`
	With          *scenarioAnswer  `json:"with,omitempty"`
	Items         []contrastItem   `json:"items"`
	Total         contrastFigures  `json:"total"`
	Proposals     []proposalAnswer `json:"proposals"`
	WithProposals []proposalAnswer `json:"with_proposals,omitzero"`
	Definitions   []definition     `json:"definitions"`
	Passport      provenance       `json:"passport"`
}

type contrastItem struct {
	ID     *string `json:"id"`
	NameZH *string `json:"name_zh"`
	NameEN *string `json:"name_en"`
	contrastFigures
}

type contrastFigures struct {
	Before coverFigures  `json:"before"`
	After  coverFigures  `json:"after"`
	With   *coverFigures `json:"with,omitempty"`
}

// coverage are the rates of every part in each World. Parts are the same in all of them, since no proposal adds any or moves an enterprise.
func (c *contrast) coverage() (answer contrastAnswer, err error) {
	answer = contrastAnswer{Items: []contrastItem{}, Definitions: coverDefinitions()}
	at := map[string]int{}
	err = coverage.Each(c.world, c.Request, func(i *coverage.Item) {
		name := c.name(i)
		at[i.ID] = len(answer.Items)
		answer.Items = append(answer.Items, contrastItem{textOrNull(i.ID), textOrNull(name.ZH), textOrNull(name.EN), c.beside(i.Figures)})
	})
	if err != nil {
		return answer, err
	}
	c.total = coverage.Total(c.world, c.Request)
	answer.Total = c.beside(&c.total)
	last := c.total
	for k, s := range c.supposed {
		err = coverage.Each(s.World, c.Request, func(i *coverage.Item) { answer.Items[at[i.ID]].set(k, c.figures(i.Figures)) })
		if err != nil {
			return answer, err
		}
		total := coverage.Total(s.World, c.Request)
		answer.Total.set(k, c.figures(&total))
		if k == 0 {
			last = total
		}
	}
	c.describe(&answer.Scenario, &answer.With, &answer.Proposals, &answer.WithProposals)
	definition := c.Definition(c.world, false)
	rate := last.Rate(coverage.Organizational)
	answer.Passport = c.passportOf(definition, map[string]any{"by": c.By.String()}).counting(rate.Numerator, rate.Denominator, rate.Unknown)
	return answer, nil
}

func (c *contrast) beside(before *coverage.Figures) contrastFigures {
	figures := c.figures(before)
	return contrastFigures{Before: figures, After: figures}
}

// set sets the figures of the first or the second scenario.
func (f *contrastFigures) set(scenario int, figures coverFigures) {
	if scenario == 0 {
		f.After = figures
		return
	}
	f.With = &figures
}

// describe says which scenarios are meant, and what becomes of their proposals.
func (c *contrast) describe(first *scenarioAnswer, second **scenarioAnswer, proposals, withProposals *[]proposalAnswer) {
	*first, *proposals = scenarioAnswerOf(&c.saved[0]), proposalsOf(c.supposed[0], c.lang)
	if len(c.saved) > 1 {
		with := scenarioAnswerOf(&c.saved[1])
		*second, *withProposals = &with, proposalsOf(c.supposed[1], c.lang)
	}
}

// passportOf is the passport of what is computed: it names the scenarios with their versions.
func (c *contrast) passportOf(definition phrase.Text, parameters map[string]any) provenance {
	what := phrase.ScenarioDefinition.With(c.saved[0].Name, c.world.Day())
	definition = phrase.Text{ZH: what.ZH + definition.ZH, EN: what.EN + " " + definition.EN}
	for i, name := range []string{"scenario", "with"}[:len(c.saved)] {
		if c.saved[i].Version != 0 {
			parameters[name], parameters[name+"_version"] = c.saved[i].ID, c.saved[i].Version
		}
	}
	if c.Zone != nil {
		parameters["zone"] = *c.Zone
	}
	p := provenanceOf(c.world, c.lang, definition, parameters, geo.Enterprises, geo.Organizations)
	p.RuleVersion += "+" + coverage.RuleVersion
	return p
}

// previewScenario answers what a scenario that is sent would change. Nothing is kept.
func (s *Server) previewScenario(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool { return name == "by" })
	if err != nil {
		return err
	}
	if err := given.format("json"); err != nil {
		return err
	}
	by, err := given.by()
	if err != nil {
		return err
	}
	sent, err := readScenario(r, s.app.World())
	if err != nil {
		return err
	}
	if !askerOf(r).seesScenario(sent.Zone) {
		return &geo.Error{Kind: geo.KindDenied, Op: "server.previewScenario", Text: phrase.ScenarioElsewhere.With()}
	}
	c := s.contrastOf(r, data.SavedScenario{Scenario: sent, Count: len(sent.Proposals)})
	if c.By = by; c.Check() != nil {
		return c.Check()
	}
	var rates contrastAnswer
	var difference differenceAnswer
	err = s.work(r, func(ctx context.Context) (err error) {
		if err = c.suppose(ctx); err == nil {
			rates, err = c.coverage()
		}
		difference = c.difference().answer()
		return err
	})
	if err != nil {
		return err
	}
	return s.json(w, r, jsonType, c.lang, map[string]any{"coverage": rates, "difference": difference})
}

package server

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"weak"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/quality"
	"beltmap/geo/world"
)

// noZone stands in the parameter zone for the records that give none. It is no id.
const noZone = "~"

// qualities keeps the report on the last World that somebody asked about.
type qualities struct {
	turn   chan struct{} // held by whoever looks, so that one does and the others take what it found
	mu     sync.Mutex
	world  weak.Pointer[world.World] // weak, so that a World that was replaced can go
	report *quality.Report
}

// quality is the report on a World, made once a version.
func (s *Server) qualityOf(r *http.Request, w *world.World) (*quality.Report, error) {
	q, this := &s.qualities, weak.Make(w)
	known := func() *quality.Report {
		q.mu.Lock()
		defer q.mu.Unlock()
		if q.world != this {
			return nil
		}
		return q.report
	}
	if report := known(); report != nil {
		return report, nil
	}
	select {
	case q.turn <- struct{}{}:
		defer func() { <-q.turn }()
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	if report := known(); report != nil {
		return report, nil
	}
	var report *quality.Report
	err := s.work(r, func(ctx context.Context) (err error) {
		report, err = quality.Look(ctx, w)
		return err
	})
	if err != nil {
		return nil, err
	}
	q.mu.Lock()
	q.world, q.report = this, report
	q.mu.Unlock()
	return report, nil
}

// figure is one number of the report as it is answered.
type figure struct {
	Numerator   int            `json:"numerator"`
	Denominator int            `json:"denominator"`
	Unknown     int            `json:"unknown"`
	ByClass     map[string]int `json:"by_class,omitempty"`
}

type qualityZone struct {
	Zone    *string           `json:"zone"`
	NameZH  *string           `json:"name_zh"`
	NameEN  *string           `json:"name_en"`
	Figures map[string]figure `json:"figures"`
}

type definition struct {
	ID           string `json:"id"`
	LabelZH      string `json:"label_zh"`
	LabelEN      string `json:"label_en"`
	DefinitionZH string `json:"definition_zh"`
	DefinitionEN string `json:"definition_en"`
}

// quality answers the figures of every zone, or of one.
func (s *Server) quality(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool { return name == "zone" || name == "stale_days" })
	if err != nil {
		return err
	}
	if err := given.format("json"); err != nil {
		return err
	}
	now := s.app.World()
	days, err := given.staleDays(now.Settings().Integer(geo.SurveyDays))
	if err != nil {
		return err
	}
	zone, err := given.qualityZone()
	if err != nil {
		return err
	}
	report, err := s.qualityOf(r, now)
	if err != nil {
		return err
	}
	zones := report.Zones(now.Day(), days)
	if zone != nil {
		kept := zones[:0]
		for _, z := range zones {
			if z.Zone == *zone {
				kept = append(kept, z)
			}
		}
		zones = kept
	}
	answered := make([]qualityZone, 0, len(zones))
	for i := range zones {
		answered = append(answered, zoneOf(now, &zones[i]))
	}
	total := quality.Total(zones)
	return s.json(w, r, jsonType, languageOf(r), struct {
		AsOf        string            `json:"as_of"`
		Version     geo.Cursor        `json:"version"`
		RuleVersion int               `json:"rule_version"`
		Settings    string            `json:"settings_hash"`
		Parameters  map[string]int    `json:"parameters"`
		Definitions []definition      `json:"definitions"`
		Total       map[string]figure `json:"total"`
		Zones       []qualityZone     `json:"zones"`
	}{now.Day().String(), now.Version(), quality.RuleVersion, now.SettingsHash(), map[string]int{"stale_days": days, "near_metres": quality.NearMetres}, definitions(days), figuresOf(&total), answered})
}

func definitions(staleDays int) []definition {
	var all []definition
	for _, m := range quality.Measures() {
		meaning := m.Meaning(staleDays)
		all = append(all, definition{m.String(), m.Label().ZH, m.Label().EN, meaning.ZH, meaning.EN})
	}
	return all
}

func zoneOf(w *world.World, z *quality.ZoneFigures) qualityZone {
	answer := qualityZone{Figures: figuresOf(z)}
	if z.Zone == "" {
		return answer
	}
	answer.Zone = &z.Zone
	t := w.Table(geo.Zones)
	if row, ok := t.Find(z.Zone); ok {
		zh, en := t.Value(row, geo.NameZH, geo.PublicSight()).Text(), t.Value(row, geo.NameEN, geo.PublicSight()).Text()
		answer.NameZH, answer.NameEN = textOrNull(zh), textOrNull(en)
	}
	return answer
}

func textOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func figuresOf(z *quality.ZoneFigures) map[string]figure {
	all := map[string]figure{}
	for _, m := range quality.Measures() {
		f := figure{z.Figures[m].Numerator, z.Figures[m].Denominator, z.Figures[m].Unknown, nil}
		switch m {
		case quality.Located:
			f.ByClass = byClass(z.Located)
		case quality.Unlocated:
			f.ByClass = byClass(z.Unlocated)
		}
		all[m.String()] = f
	}
	return all
}

// byClass names the classes that occur.
func byClass(counts []int) map[string]int {
	named := map[string]int{}
	for i, code := range geo.PositionClass.Codes {
		if counts[i] > 0 {
			named[code.Value] = counts[i]
		}
	}
	return named
}

// staleDays is the age in days from which a survey is stale, the usual one unless it is said.
func (p parameters) staleDays(usual int) (int, error) {
	text, given := p["stale_days"]
	if !given {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || !digits(text) || n < 1 || n > quality.MostStaleDays {
		return 0, badParameter("stale_days", phrase.StaleDaysMalformed.With(text, quality.MostStaleDays))
	}
	return n, nil
}

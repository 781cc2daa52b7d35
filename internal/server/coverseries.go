package server

import (
	"context"
	"net/http"
	"slices"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"beltmap/internal/auth"
)

// coverPoint is one day of one part.
type coverPoint struct {
	AsOf string `json:"as_of"`
	coverFigures
	Change *coverChange `json:"change"`
}

// coverChange is what happened since the day before; the organizations are for viewers.
type coverChange struct {
	Added      int      `json:"added"`
	Lost       int      `json:"lost"`
	Reformed   int      `json:"reformed"`
	AddedBy    []string `json:"added_by,omitempty"`
	LostBy     []string `json:"lost_by,omitempty"`
	ReformedBy []string `json:"reformed_by,omitempty"`
}

type coverLine struct {
	ID     *string      `json:"id"`
	NameZH *string      `json:"name_zh"`
	NameEN *string      `json:"name_en"`
	Points []coverPoint `json:"points"`
}

// coverSeries answers figures at the ends of months, quarters or years.
func (s *Server) coverSeries(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool { return slices.Contains([]string{"by", "zone", "from", "to", "step"}, name) })
	if err != nil {
		return err
	}
	if err := given.format("json", "csv", "xlsx"); err != nil {
		return err
	}
	c, err := s.covering(r, given)
	if err != nil {
		return err
	}
	if c.By, err = given.by(); err != nil {
		return err
	}
	days, err := given.steps(c.world.Day())
	if err != nil {
		return err
	}
	var lines []coverage.Line
	err = s.work(r, func(ctx context.Context) (err error) {
		on := func(day geo.Day) (*world.World, error) { return s.worldOn(ctx, c.world, day) }
		if lines, err = coverage.Series(ctx, on, days, c.Request); err == nil {
			c.total = coverage.Total(c.world, c.Request)
		}
		return err
	})
	if err != nil {
		return err
	}
	c.certify(given)
	if format := given["f"]; format == "csv" || format == "xlsx" {
		return s.seriesFile(w, r, c, lines, format)
	}
	named := askerOf(r).Role >= auth.Viewer
	answered := make([]coverLine, 0, len(lines))
	for i := range lines {
		answered = append(answered, c.line(&lines[i], named))
	}
	return s.json(w, r, jsonType, c.lang, struct {
		Items       []coverLine  `json:"items"`
		Definitions []definition `json:"definitions"`
		Passport    provenance   `json:"passport"`
	}{answered, coverDefinitions(), c.passport})
}

// seriesFile answers a series as a table to take away: a row a part and day.
func (s *Server) seriesFile(w http.ResponseWriter, r *http.Request, c *covered, lines []coverage.Line, format string) error {
	if r.Method != http.MethodHead {
		if err := s.enterExport(r, "coverage/series/"+c.By.String(), format); err != nil {
			return err
		}
	}
	sheet := c.seriesSheet(lines)
	write := sheet.WriteCSV
	if format == "xlsx" {
		write = sheet.WriteXLSX
	}
	return s.sheetFile(w, r, format, "coverage-series-"+c.By.String()+"-"+c.world.Day().String(), phrase.CoverageFile.ZH+"-"+c.world.Day().String(), write)
}

// seriesSheet has the columns of the table of a day, what changed since the day before, and the day.
func (c *covered) seriesSheet(lines []coverage.Line) export.Sheet {
	statuses := coverage.StatusesFor(c.Sight)
	var rows [][2]int // line, point
	for i := range lines {
		for k := range lines[i].Points {
			rows = append(rows, [2]int{i, k})
		}
	}
	head := append(figureHeads(statuses), "added", "lost", "reformed", "as_of", "settings_hash", "rule_version", "version")
	return export.Sheet{Name: "series", Head: head, Rows: len(rows), Row: func(at int, into []geo.Value) []geo.Value {
		line := &lines[rows[at][0]]
		p := &line.Points[rows[at][1]]
		into = appendFigures(into, line.ID, c.By.NameOf(c.world, line.ID), &p.Figures, statuses)
		if k := p.Change; k != nil {
			into = append(into, geo.Integer(int64(k.Added)), geo.Integer(int64(k.Lost)), geo.Integer(int64(k.Reformed)))
		} else {
			into = append(into, geo.Value{}, geo.Value{}, geo.Value{})
		}
		return append(into, geo.OnDay(p.Day), geo.Text(c.passport.Settings), geo.Text(c.passport.RuleVersion), geo.Integer(int64(c.world.Version())))
	}}
}

func (c *covered) line(l *coverage.Line, named bool) coverLine {
	name := c.By.NameOf(c.world, l.ID)
	answer := coverLine{ID: textOrNull(l.ID), NameZH: textOrNull(name.ZH), NameEN: textOrNull(name.EN)}
	for i := range l.Points {
		p := &l.Points[i]
		point := coverPoint{AsOf: p.Day.String(), coverFigures: c.figures(&p.Figures)}
		if k := p.Change; k != nil {
			point.Change = &coverChange{Added: k.Added, Lost: k.Lost, Reformed: k.Reformed}
			if named {
				point.Change.AddedBy, point.Change.LostBy, point.Change.ReformedBy = k.AddedBy, k.LostBy, k.ReformedBy
			}
		}
		answer.Points = append(answer.Points, point)
	}
	return answer
}

var stepMonths = map[string]int{"month": 1, "quarter": 3, "year": 12}

// steps are the days of a series: from the first, then at every step after it, and the last.
func (p parameters) steps(today geo.Day) (days []geo.Day, err error) {
	ends := [2]geo.Day{today.AddMonths(-12), today}
	for i, name := range []string{"from", "to"} {
		text, given := p[name]
		if !given {
			continue
		}
		day, err := geo.ParseDay(text)
		switch {
		case err != nil || day <= 0:
			return nil, badParameter(name, phrase.AsOfMalformed.With(name, text))
		case day > today:
			return nil, badParameter(name, phrase.AsOfFuture.With(name, text, today))
		}
		ends[i] = day
	}
	step, known := stepMonths[p["step"]]
	if _, given := p["step"]; given && !known {
		return nil, badParameter("step", phrase.StepUnknown.With(p["step"]))
	} else if !given {
		step = stepMonths["quarter"]
	}
	if ends[0] > ends[1] {
		return nil, badParameter("from", phrase.SeriesBackwards.With(ends[0], ends[1]))
	}
	for n := 0; ; n++ {
		day := ends[0].AddMonths(n * step)
		if len(days) == coverage.MaxSteps {
			return nil, badParameter("step", phrase.SeriesSteps.With(coverage.MaxSteps))
		}
		if day >= ends[1] {
			return append(days, ends[1]), nil
		}
		days = append(days, day)
	}
}

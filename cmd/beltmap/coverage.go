package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/internal/server"
)

type coverageCommand struct {
	DB   string `name:"db" help:"${flag_cover_db}" placeholder:"FILE"`
	By   string `help:"${flag_cover_by}" default:"zone"`
	AsOf string `help:"${flag_cover_as_of}" placeholder:"DATE"`
	Zone string `help:"${flag_cover_zone}" placeholder:"ZONE"`
	F    string `name:"f" help:"${flag_cover_f}" enum:"table,json,csv" default:"table"`
}

func (c *coverageCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	q, day, err := c.request()
	if err != nil {
		return 0, err
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	settings, _, err := s.settings(store.Settings())
	if err != nil {
		return 0, err
	}
	w, err := worldOf(s.ctx, store, settings)
	if err != nil {
		return 0, err
	}
	if day != 0 && day != w.Day() {
		w = w.AsOf(day)
	}
	document, table, err := server.CoverageOf(w, q, s.lang)
	if err != nil {
		return 0, err
	}
	switch c.F {
	case "csv":
		return exitOK, table.WriteCSV(s.ctx, s.stdout)
	case "json":
		text, err := json.MarshalIndent(document, "", "  ")
		if err == nil {
			_, err = s.stdout.Write(append(text, '\n'))
		}
		return exitOK, err
	}
	out := tabwriter.NewWriter(s.stdout, 0, 0, 2, ' ', 0)
	line := []string{"ID", "", phrase.CoverageEnterprises.In(s.lang), phrase.CoverageDenominator.In(s.lang)}
	for _, m := range coverage.Measures() {
		line = append(line, m.Label().In(s.lang))
	}
	fmt.Fprintln(out, strings.Join(append(line, phrase.CoverageUnknown.In(s.lang)), "\t"))
	err = coverage.Each(w, q, func(i *coverage.Item) {
		line := []string{i.ID, q.By.NameOf(w, i.ID).In(s.lang), fmt.Sprint(i.Enterprises), fmt.Sprint(i.Denominator)}
		for _, m := range coverage.Measures() {
			rate := i.Rate(m)
			cell := "-"
			if share, known := rate.Share(); known {
				cell = fmt.Sprintf("%.1f%% (%d)", 100*share, rate.Numerator)
			}
			line = append(line, cell)
		}
		fmt.Fprintln(out, strings.Join(append(line, fmt.Sprint(i.Unknown())), "\t"))
	})
	if err == nil {
		err = out.Flush()
	}
	return exitOK, err
}

// request is what is asked for, and the day, 0 for today.
func (c *coverageCommand) request() (q coverage.Request, day geo.Day, err error) {
	by, known := coverage.ParseBy(c.By)
	if !known {
		return q, 0, misuse(phrase.ByUnknown.With(c.By, strings.Join(coverage.ByNames(), ", ")))
	}
	q = coverage.Request{By: by, Sight: geo.FullSight()}
	switch c.Zone {
	case "":
	case "~": // as the API has it
		q.Zone = new(string)
	default:
		q.Zone = &c.Zone
	}
	if c.AsOf == "" {
		return q, 0, nil
	}
	day, err = geo.ParseDay(c.AsOf)
	switch today := geo.DayOf(time.Now()); {
	case err != nil || day <= 0:
		return q, 0, misuse(phrase.AsOfMalformed.With("--as-of", c.AsOf))
	case day > today:
		return q, 0, misuse(phrase.AsOfFuture.With("--as-of", c.AsOf, today))
	}
	return q, day, nil
}

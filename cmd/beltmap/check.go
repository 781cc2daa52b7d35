package main

import (
	"maps"
	"slices"

	"beltmap/data/check"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

type checkCommand struct {
	DB string `name:"db" help:"${flag_check_db}" placeholder:"FILE"`
}

func (c *checkCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{ReadOnly: true, AsIs: true})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	stop := s.waiting(phrase.DoingCheck)
	damage, err := store.Check(s.ctx)
	stop()
	if err != nil {
		return 0, err
	}
	for _, t := range damage {
		s.say(phrase.CheckRow.With(phrase.SeverityError, "file", phrase.FileSays.With(t)))
	}
	p := s.progress(phrase.DoingCheck, 0)
	report, err := check.Records(s.ctx, store, p.at)
	p.done()
	if err != nil {
		return 0, err
	}
	s.printCheck(report)
	faults := report.Faults + len(damage)
	if faults+report.Warnings == 0 {
		s.say(phrase.CheckedClean.With(c.DB, report.Records))
		return exitOK, nil
	}
	s.say(phrase.CheckedFound.With(c.DB, report.Records, faults, report.Warnings))
	if faults > 0 {
		return exitFailed, nil
	}
	return exitOK, nil
}

func (s *session) printCheck(r *check.Report) {
	for i := range r.Findings {
		f := &r.Findings[i]
		severity := phrase.SeverityWarning
		if f.Severity == geo.Fault {
			severity = phrase.SeverityError
		}
		s.say(phrase.CheckRow.With(severity, f.Kind, f.Text))
	}
	for _, kind := range slices.Sorted(maps.Keys(r.Untold)) {
		s.say(phrase.CheckUntold.With(r.Untold[kind], kind))
	}
}

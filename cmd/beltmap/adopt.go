package main

import (
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

type adoptCommand struct {
	DB     string `name:"db" help:"${flag_history_db}" placeholder:"FILE"`
	DryRun bool   `help:"${flag_adopt_dry_run}"`
}

func (c *adoptCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{Styles: layerStyles()})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	stop := s.waiting(phrase.DoingAdopt)
	found, err := store.Adopt(s.ctx, c.DryRun, func(o geo.Outcome) []geo.AuditEntry {
		return []geo.AuditEntry{o.Entry(geo.CommandLine(), geo.ActionAdopt, "", "adopt")}
	})
	stop()
	if found != nil {
		s.printAdoption(found, err == nil)
	}
	if err != nil {
		return 0, err
	}
	total := found.Added + found.Changed + found.Removed
	switch {
	case total == 0:
		s.say(phrase.AdoptNothing.With(c.DB))
	case c.DryRun:
		s.say(phrase.AdoptWould.With(found.Added, found.Changed, found.Removed, c.DB))
	default:
		s.say(phrase.AdoptDone.With(found.Added, found.Changed, found.Removed, c.DB, int64(found.Cursor)))
	}
	if total > 0 && !found.Kept {
		s.say(phrase.AdoptFinal.With())
	}
	return exitOK, nil
}

// printAdoption lists what is in the way, or else what was taken in.
func (s *session) printAdoption(a *gpkg.Adoption, good bool) {
	for _, t := range a.Problems {
		s.say(t)
	}
	if !good {
		return
	}
	verbs := map[geo.Op]phrase.Phrase{geo.Insert: phrase.AdoptAdded, geo.Update: phrase.AdoptChanged, geo.Delete: phrase.AdoptRemoved}
	for _, r := range a.Rows {
		s.say(phrase.AdoptRow.With(verbs[r.Op], r.Ref))
	}
	if untold := a.Added + a.Changed + a.Removed - len(a.Rows); untold > 0 {
		s.say(phrase.AdoptUntold.With(untold))
	}
	for _, name := range a.Foreign {
		s.say(phrase.AdoptForeign.With(name))
	}
}

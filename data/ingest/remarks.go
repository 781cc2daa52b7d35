package ingest

import (
	"strings"

	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
)

// remarks says what concerns whole files.
func (s *survey) remarks() {
	used := map[heading]bool{}
	for _, src := range s.sources {
		if src.rows == 0 {
			s.report.remark(src.Name, "empty", phrase.NoRows.With())
		}
		for _, note := range src.notes {
			s.report.remark(src.Name, "sheet", note)
		}
		for _, l := range src.sheets {
			s.remarkSheet(src, l)
		}
		for key := range src.used {
			used[key] = true
		}
		if src.made > 0 {
			s.report.remark(src.Name, "ids", phrase.IDsMade.With(src.made))
		}
		if src.axes != (phrase.Phrase{}) {
			s.report.remark(src.Name, "crs", src.axes.With())
		}
		if src.inferred != (crs.System{}) {
			s.report.remark(src.Name, "crs", phrase.CRSInferred.With(src.inferred.String(), src.inferred.Label()))
		}
		for _, name := range src.unknown {
			s.report.remark(src.Name, "unknown_column", phrase.ColumnUnknown.With(shortened(name)))
		}
	}
	for _, said := range s.options.Map {
		if key := (heading{said.Collection, plainHeader(said.Header)}); said.Collection == 0 && !used[key] {
			s.report.remark("", "mapping", phrase.MapUnused.With(said.Header))
		}
	}
}

func (s *survey) remarkSheet(src *source, l *layout) {
	switch {
	case l.byName && l.sheet != "":
		s.report.remark(src.Name, "collection", phrase.CollectionBySheet.With(shortened(l.sheet), l.collection.String()))
	case l.collection == src.as && s.options.As == 0:
		s.report.remark(src.Name, "collection", phrase.CollectionByName.With(l.collection.String()))
	}
	if len(l.guesses) > 0 {
		s.report.remark(src.Name, "mapping", phrase.Guessed.With(strings.Join(l.guesses, ", ")))
	}
	for _, name := range l.unknown {
		s.report.remark(src.Name, "unknown_column", phrase.ColumnUnknown.With(shortened(name)))
	}
	if l.place.stated && !s.sources[0].stated {
		s.report.remark(src.Name, "crs", phrase.CRSDeclared.With(l.place.system.String(), l.place.system.Label()))
	}
}

// shortened keeps a foreign name from filling the page, or from bringing along what looks personal.
func shortened(name string) string {
	if what, found := geo.PersonalData(name); found {
		return "(" + what.EN + ")"
	}
	if runes := []rune(name); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return name
}

package server

import (
	"context"
	"io"
	"net/http"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/siting"
	"beltmap/geo/world"
)

// jointFile answers the proposals of joint branches as a table to take away.
func (s *Server) jointFile(w http.ResponseWriter, r *http.Request, a *jointAnswer, format string) error {
	return s.sitingFile(w, r, format, "joint-branches", phrase.SitingJointFile, a.world, a.ask.Zone, a.sheet(languageOf(r)))
}

// centersFile answers the proposals of sites as a table to take away.
func (s *Server) centersFile(w http.ResponseWriter, r *http.Request, a *centersAnswer, format string) error {
	return s.sitingFile(w, r, format, "centers", phrase.SitingCentersFile, a.world, a.ask.Zone, a.sheet(languageOf(r)))
}

func (s *Server) sitingFile(w http.ResponseWriter, r *http.Request, format, what string, named phrase.Phrase, now *world.World, zone string, sheet export.Sheet) error {
	if r.Method == http.MethodGet {
		if err := s.enterExport(r, "siting/"+what, format); err != nil {
			return err
		}
	}
	write := map[string]func(context.Context, io.Writer) error{"csv": sheet.WriteCSV, "xlsx": sheet.WriteXLSX}[format]
	return s.sheetFile(w, r, format, what+"-"+zone+"-"+now.Day().String(), named.In(phrase.Chinese)+"-"+zone, write)
}

// sheet is the list as a table with a row an enterprise, what is said of its branch repeated, codes in words.
func (a *jointAnswer) sheet(lang phrase.Lang) export.Sheet {
	t := a.world.Table(geo.Enterprises)
	fields := []*geo.Field{geo.ID, geo.NameZH, geo.NameEN, geo.Zone, geo.GridOf, geo.Industry, geo.FullMembers}
	var columns []world.Column
	head := []string{phrase.SitingBranch.In(lang)}
	for _, f := range fields {
		head, columns = append(head, f.Label.In(lang)), append(columns, t.Column(f, a.ask.Sight))
	}
	for _, p := range []phrase.Phrase{phrase.SitingLongitude, phrase.SitingLatitude, phrase.SitingBranchUnits, phrase.SitingBranchFull, phrase.SitingBranchMetres, phrase.SitingScore} {
		head = append(head, p.In(lang))
	}
	for _, term := range siting.Terms() {
		head = append(head, term.Label.In(lang))
	}
	for _, p := range limitLabels() {
		head = append(head, p.In(lang))
	}
	type place struct{ branch, unit int }
	var places []place
	for i := range a.plan.List {
		for k := range a.plan.List[i].Units {
			places = append(places, place{i, k})
		}
	}
	return export.Sheet{Name: "joint-branches", Head: head, Rows: len(places), Row: func(i int, into []geo.Value) []geo.Value {
		b := &a.plan.List[places[i].branch]
		u := &b.Units[places[i].unit]
		into = append(into, geo.Integer(int64(places[i].branch+1)))
		row, _ := t.Find(u.ID)
		for k, f := range fields {
			into = append(into, inWords(f, columns[k].Value(row), lang))
		}
		at := pairOf(u.At)
		into = append(into, geo.Number(at[0]), geo.Number(at[1]), geo.Integer(int64(len(b.Units))), geo.Integer(int64(b.Members)), wholeMetres(b.Metres), geo.Integer(int64(b.Score)))
		for _, value := range b.Terms {
			into = append(into, geo.Integer(int64(value)))
		}
		for _, l := range b.Limits(a.plan.Rules) {
			into = append(into, geo.Text(l.Text.In(lang)))
		}
		return into
	}}
}

// limitLabels head the limits in the order of siting.LimitIDs.
func limitLabels() []phrase.Phrase {
	return []phrase.Phrase{phrase.SitingHeadDistance, phrase.SitingHeadIndustry, phrase.SitingHeadLeast, phrase.SitingHeadMost, phrase.SitingHeadUnits, phrase.SitingHeadZone}
}

// sheet is the sites in their order as a table, then the centers there are.
func (a *centersAnswer) sheet(lang phrase.Lang) export.Sheet {
	var head []string
	for _, p := range []phrase.Phrase{phrase.SitingPlace, phrase.SitingKind, phrase.SitingSource, phrase.SitingRecord, geo.NameZH.Label, geo.NameEN.Label, phrase.SitingLongitude,
		phrase.SitingLatitude, phrase.SitingGain, phrase.SitingServed, phrase.SitingAfter, phrase.SitingAfterBound, phrase.SitingUnit} {
		head = append(head, p.In(lang))
	}
	sites, curve := a.sites(), a.curve()
	_, unit := a.units()
	text := func(s *string) geo.Value {
		if s == nil {
			return geo.Value{}
		}
		return geo.Text(*s)
	}
	number := func(x *float64) geo.Value {
		if x == nil {
			return geo.Value{}
		}
		return geo.Number(*x)
	}
	return export.Sheet{Name: "centers", Head: head, Rows: len(sites) + len(a.plan.Existing), Row: func(i int, into []geo.Value) []geo.Value {
		if i >= len(sites) {
			c := a.plan.Existing[i-len(sites)]
			zh, en := namesOf(a.world.Table(geo.Centers), c.ID, a.ask.Sight)
			at := pairOf(c.At)
			return append(into, geo.Value{}, geo.Text(phrase.SitingExisting.In(lang)), geo.Value{}, geo.Text(c.ID), text(zh), text(en), geo.Number(at[0]), geo.Number(at[1]),
				geo.Value{}, geo.Value{}, geo.Value{}, geo.Value{}, geo.Value{})
		}
		c, served, after, bound := sites[i], geo.Value{}, geo.Value{}, geo.Value{}
		if c.Served != nil {
			served = geo.Integer(*c.Served)
		}
		if i < len(curve) {
			after, bound = geo.Number(curve[i].Objective), number(curve[i].Bound)
		}
		return append(into, geo.Integer(int64(c.Place)), geo.Text(phrase.SitingProposed.In(lang)), geo.Text(sourceLabel(a.plan.Sites[i].From).In(lang)), text(c.ID), text(c.NameZH), text(c.NameEN),
			geo.Number(c.Point[0]), geo.Number(c.Point[1]), number(c.Gain), served, after, bound, geo.Text(unit))
	}}
}

func sourceLabel(from siting.Sources) phrase.Phrase {
	switch from {
	case siting.FromPlaces:
		return phrase.SitingFromPlaces
	case siting.FromGrids:
		return phrase.SitingFromGrids
	case siting.FromEnterprises:
		return phrase.SitingFromFirms
	}
	return phrase.SitingFromGiven
}

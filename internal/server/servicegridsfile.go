package server

import (
	"encoding/json"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
)

// serviceFormats are the values of f of service grids.
func serviceFormats() []string { return []string{"json", "geojson", "csv", "xlsx"} }

// serviceSheets are the sheets of their workbook.
func serviceSheets() []string { return []string{"grids", "fix"} }

type serviceFeatures struct {
	Type     string           `json:"type"`
	Features []serviceFeature `json:"features"`
}

type serviceFeature struct {
	Type       string          `json:"type"`
	ID         string          `json:"id"`
	Geometry   json.RawMessage `json:"geometry"` // null where there is none that may be shown
	Properties *serviceGrid    `json:"properties"`
}

// features are the grids with the shapes of their records.
func (a *servicesAnswer) features() serviceFeatures {
	t, list := a.world.Table(geo.Grids), []serviceFeature{}
	for i := range a.grids {
		shape := json.RawMessage("null")
		if row := a.found.Grids[i].Grid; t.Drawable(row) && t.Geometry(row) != nil {
			shape = appendGeometry(nil, t.Geometry(row))
		}
		list = append(list, serviceFeature{"Feature", a.grids[i].ID, shape, &a.grids[i]})
	}
	return serviceFeatures{"FeatureCollection", list}
}

// gridSheet is a row a grid, codes in words. Counts of instructors stand there for readers of the zone only.
func (a *servicesAnswer) gridSheet() export.Sheet {
	inside := a.sight.Class(a.zone) == geo.Internal
	var head []string
	for _, p := range []phrase.Phrase{geo.ID.Label, geo.GridCode.Label, geo.NameZH.Label, geo.NameEN.Label, geo.GridKind.Label, geo.GridStatus.Label, geo.Menu.Label} {
		head = append(head, p.In(a.lang))
	}
	head = append(head, phrase.ServiceServed.With(plain(a.minutes)).In(a.lang))
	for _, p := range []phrase.Phrase{phrase.ServiceCenter, phrase.ServiceCenterName, phrase.ServiceStated, phrase.ServiceMinutes, phrase.ServiceMetres, phrase.ServiceWay,
		phrase.ServiceEnterprises, phrase.ServiceLocated, phrase.ServiceWithin, phrase.ServiceNoWay} {
		head = append(head, p.In(a.lang))
	}
	if inside {
		head = append(head, phrase.ServiceInstructors.In(a.lang), phrase.ServiceUnstated.In(a.lang))
	}
	return export.Sheet{Name: serviceSheets()[0], Head: head, Rows: len(a.grids), Row: func(i int, into []geo.Value) []geo.Value {
		into = a.gridRow(&a.grids[i], into)
		if inside {
			into = append(into, wholeOrNone(a.grids[i].Instructors), wholeOrNone(a.grids[i].Unstated))
		}
		return into
	}}
}

func (a *servicesAnswer) gridRow(g *serviceGrid, into []geo.Value) []geo.Value {
	into = append(into, geo.Text(g.ID), textOrNone(g.Code), textOrNone(g.NameZH), textOrNone(g.NameEN),
		inWords(geo.GridKind, textOrNone(g.Kind), a.lang), inWords(geo.GridStatus, textOrNone(g.Status), a.lang), geo.List(g.Menu...), geo.Boolean(g.Served))
	if c := g.Center; c != nil {
		way := phrase.ServiceStraight
		switch {
		case c.Metres == nil:
			way = phrase.ServiceNoWayKnown
		case a.on.roads != nil:
			way = phrase.ServiceByRoad
		}
		into = append(into, geo.Text(c.ID), geo.Text(c.Name), geo.Boolean(c.Stated), numberOrNone(c.Minutes), numberOrNone(c.Metres), geo.Text(way.In(a.lang)))
	} else {
		into = append(into, geo.Value{}, geo.Value{}, geo.Value{}, geo.Value{}, geo.Value{}, geo.Value{})
	}
	for _, n := range []int{g.Enterprises, g.Located, g.Within, g.NoWay} {
		into = append(into, geo.Integer(int64(n)))
	}
	return into
}

// fixSheet is a row an enterprise that is not in exactly one grid: all of them, where the document has the first.
func (a *servicesAnswer) fixSheet() export.Sheet {
	t, all := a.world.Table(geo.Enterprises), a.found.Misfits
	var head []string
	for _, p := range []phrase.Phrase{geo.ID.Label, geo.NameZH.Label, geo.NameEN.Label, phrase.FixReason, phrase.FixStated, phrase.FixDerived} {
		head = append(head, p.In(a.lang))
	}
	return export.Sheet{Name: serviceSheets()[1], Head: head, Rows: len(all), Row: func(i int, into []geo.Value) []geo.Value {
		m := &all[i]
		return append(into, geo.Text(t.ID(m.Row)), t.Value(m.Row, geo.NameZH, geo.PublicSight()), t.Value(m.Row, geo.NameEN, geo.PublicSight()),
			geo.Text(mismatchLabel(m.Why).In(a.lang)), geo.Text(m.Stated), geo.List(m.Derived...))
	}}
}

func mismatchLabel(m coverage.Mismatch) phrase.Phrase {
	return [coverage.NumMismatches]phrase.Phrase{coverage.Unplaced: phrase.FixUnplaced, coverage.InNone: phrase.FixInNone, coverage.InSeveral: phrase.FixInSeveral,
		coverage.Contradict: phrase.FixContradict, coverage.NoSuchGrid: phrase.FixNoSuchGrid}[m]
}

package server

import (
	"context"
	"net/http"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
)

// mostEvidence is how many records of a term are named.
const mostEvidence = 100

type readyRecord struct {
	Collection string  `json:"collection"`
	ID         string  `json:"id"`
	NameZH     *string `json:"name_zh"`
	NameEN     *string `json:"name_en"`
	Href       string  `json:"href"`
}

type readyPart struct {
	ID    string `json:"id"`
	Count int    `json:"count"`
}

type readyTerm struct {
	ID          string        `json:"id"`
	Criterion   string        `json:"criterion"`
	LabelZH     string        `json:"label_zh"`
	LabelEN     string        `json:"label_en"`
	Known       bool          `json:"known"`
	Count       *int          `json:"count"`   // null where nothing is known
	Of          *int          `json:"of"`      // null where it is no part of anything
	Unknown     int           `json:"unknown"` // of how many it is not known
	Parts       []readyPart   `json:"parts"`
	RecordCount int           `json:"records_total"`
	Records     []readyRecord `json:"records"`
	Href        string        `json:"href"`
}

type readyFact struct {
	readyRecord
	Subject   *string  `json:"subject"`
	Value     *float64 `json:"value"`
	Qualifier *string  `json:"qualifier"`
	Unit      *string  `json:"unit"`
	Period    *string  `json:"period"`
	Source    *string  `json:"source"`
	Conflicts []string `json:"conflicts_with"`
}

type readyAnswer struct {
	ID       string      `json:"id"`
	NameZH   *string     `json:"name_zh"`
	NameEN   *string     `json:"name_en"`
	Criteria []stepLabel `json:"criteria"`
	Terms    []readyTerm `json:"terms"`
	Stated   []readyFact `json:"stated"`
	Passport provenance  `json:"passport"`
}

// readiness answers what speaks for a zone as host of an on-site meeting.
func (s *Server) readiness(w http.ResponseWriter, r *http.Request) error {
	c, err := s.comparing(r, "zone")
	if err != nil {
		return err
	}
	zone, err := c.given.zoneOfSomeDay(c.world)
	if err != nil {
		return err
	}
	var found *coverage.Readiness
	if err := s.on(r, c, func(ctx context.Context) error {
		found = coverage.LookReadiness(c.world, zone, c.sight)
		return ctx.Err()
	}); err != nil {
		return err
	}
	doc := c.readiness(zone, found)
	return s.answer(w, r, c, doc, c.readinessSheet(&doc), phrase.ReadinessFile)
}

func (c *comparison) readiness(zone string, found *coverage.Readiness) readyAnswer {
	name := c.zoneName(zone)
	doc := readyAnswer{ID: zone, NameZH: textOrNull(name.ZH), NameEN: textOrNull(name.EN), Terms: []readyTerm{}, Stated: []readyFact{}}
	for _, one := range coverage.Criteria() {
		doc.Criteria = append(doc.Criteria, stepLabel{one.String(), one.Label().ZH, one.Label().EN})
	}
	known := 0
	for i := range found.Terms {
		term := c.term(zone, &found.Terms[i])
		if term.Known {
			known++
		}
		doc.Terms = append(doc.Terms, term)
	}
	for _, row := range found.Stated {
		doc.Stated = append(doc.Stated, c.fact(coverage.Ref{Collection: geo.Facts, Row: row}))
	}
	doc.Passport = c.passport(phrase.ReadinessDefinition.With(), map[string]any{"zone": zone}, geo.Enterprises, geo.Organizations, geo.Alliances, geo.Honors, geo.Belts, geo.Centers, geo.Events, geo.Facts).
		counting(known, len(found.Terms), len(found.Terms)-known)
	return doc
}

func (c *comparison) term(zone string, of *coverage.Term) readyTerm {
	term := readyTerm{ID: of.ID, Criterion: of.Criterion.String(), LabelZH: of.Label.ZH, LabelEN: of.Label.EN, Known: of.Known, Count: countOrNull(of.Count, of.Known),
		Of: countOrNull(of.Of, of.Of >= 0), Unknown: of.Unknown, Parts: []readyPart{}, RecordCount: len(of.Records), Records: []readyRecord{}}
	for _, p := range of.Parts {
		term.Parts = append(term.Parts, readyPart{p.ID, p.Count})
	}
	for _, ref := range of.Records[:min(len(of.Records), mostEvidence)] {
		term.Records = append(term.Records, c.record(ref))
	}
	day := c.world.Day().String()
	switch {
	case of.Source == 0:
		term.Href = c.href("/api/coverage", parameters{"zone": zone, "as_of": day})
	case of.Source == geo.Events:
		term.Href = c.href("/api/collections/events/items", parameters{"host": zone, "datetime": day})
	default:
		term.Href = c.href("/api/collections/"+of.Source.String()+"/items", parameters{"zone": zone, "datetime": day})
	}
	return term
}

func (c *comparison) record(ref coverage.Ref) readyRecord {
	t := c.world.Table(ref.Collection)
	text := func(f *geo.Field) *string { return textOrNull(t.Value(ref.Row, f, c.sight).Text()) }
	record := readyRecord{Collection: ref.Collection.String(), ID: t.ID(ref.Row), NameZH: text(geo.NameZH), NameEN: text(geo.NameEN)}
	if record.Href = c.href("/api/collections/"+record.Collection+"/items/"+record.ID, nil); ref.Collection == geo.Facts { // which are read all at once
		record.Href = c.href("/api/facts", parameters{"zone": t.Value(ref.Row, geo.Zone, c.sight).Text()})
	}
	return record
}

func (c *comparison) fact(ref coverage.Ref) readyFact {
	t := c.world.Table(ref.Collection)
	value := func(f *geo.Field) geo.Value { return t.Value(ref.Row, f, c.sight) }
	text := func(f *geo.Field) *string { return textOrNull(value(f).Text()) }
	fact := readyFact{readyRecord: c.record(ref), Subject: text(geo.Subject), Qualifier: text(geo.FactQualifier), Unit: text(geo.FactUnit), Period: text(geo.FactPeriod), Source: text(geo.Source),
		Conflicts: append([]string{}, value(geo.ConflictsWith).Items()...)}
	if x, stated := value(geo.FactValue).Number(); stated {
		fact.Value = &x
	}
	return fact
}

// readinessSheet is a row a term.
func (c *comparison) readinessSheet(doc *readyAnswer) export.Sheet {
	head := []string{phrase.ReadinessBy.In(c.lang), phrase.ReadinessTerm.In(c.lang), "count", "of", "unknown", "known", "records_total", "href", "as_of"}
	labels := map[string]string{}
	for _, one := range doc.Criteria {
		labels[one.ID] = phrase.Text{ZH: one.LabelZH, EN: one.LabelEN}.In(c.lang)
	}
	return export.Sheet{Name: "readiness", Head: head, Rows: len(doc.Terms), Row: func(i int, into []geo.Value) []geo.Value {
		term := &doc.Terms[i]
		return append(into, geo.Text(labels[term.Criterion]), geo.Text(phrase.Text{ZH: term.LabelZH, EN: term.LabelEN}.In(c.lang)), wholeOrNone(term.Count), wholeOrNone(term.Of),
			geo.Integer(int64(term.Unknown)), geo.Boolean(term.Known), geo.Integer(int64(term.RecordCount)), geo.Text(term.Href), geo.OnDay(c.world.Day()))
	}}
}

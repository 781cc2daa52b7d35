package coverage

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/status"
	"beltmap/geo/world"
)

// Criterion is one of the three by which a zone is chosen as host of an on-site meeting.
type Criterion uint8

// The criteria.
const (
	Typical   Criterion = iota // 代表性
	Advanced                   // 先进性
	Exemplary                  // 示范性
)

var criteria = [...]struct {
	id    string
	label phrase.Phrase
}{Typical: {"typical", phrase.CriterionTypical}, Advanced: {"advanced", phrase.CriterionAdvanced}, Exemplary: {"exemplary", phrase.CriterionExemplary}}

// Criteria lists every criterion.
func Criteria() []Criterion { return []Criterion{Typical, Advanced, Exemplary} }

// String is the criterion as answers name it.
func (c Criterion) String() string { return criteria[c].id }

// Label is what the criterion is called.
func (c Criterion) Label() phrase.Phrase { return criteria[c].label }

// Ref names a record.
type Ref struct {
	Collection geo.Collection
	Row        world.Row
}

// TermPart is a count within a term.
type TermPart struct {
	ID    string // a code, a number of stars, an industry, or a record's id
	Count int
}

// Term is one thing that speaks for a criterion, with the records it rests on. Nothing adds terms up.
type Term struct {
	ID        string
	Criterion Criterion
	Label     phrase.Phrase
	Count     int
	Of        int  // what Count is a part of, -1 if of nothing
	Unknown   int  // of how many it is not known
	Known     bool // there is evidence; else Count says nothing
	Parts     []TermPart
	Source    geo.Collection // whose records it counts, 0 for a rate
	Records   []Ref          // by id
}

// Readiness is what is known of a zone that may host an on-site meeting.
type Readiness struct {
	Terms  []Term
	Stated []world.Row // facts of the zone, by id
}

// LookReadiness gathers the evidence of a zone from records valid on the World's day. Where there is no record, a term is unknown, not nothing.
func LookReadiness(w *world.World, zone string, sight geo.Sight) *Readiness {
	l := readinessLook{w: w, zone: zone, sight: sight}
	l.typical()
	l.advanced()
	l.exemplary()
	facts := w.Table(geo.Facts)
	stated, _ := facts.Page(l.here(), "", facts.Len()+1)
	return &Readiness{l.terms, stated}
}

type readinessLook struct {
	w     *world.World
	zone  string
	sight geo.Sight
	terms []Term
}

func (l *readinessLook) here() world.Query {
	return world.Query{Equal: []world.Condition{{Field: geo.Zone, Value: geo.Text(l.zone)}}, Sight: l.sight}
}

// records are those of a collection in the zone, by id.
func (l *readinessLook) records(c geo.Collection) (t *world.Table, rows []world.Row) {
	t = l.w.Table(c)
	rows, _ = t.Page(l.here(), "", t.Len()+1)
	return t, rows
}

func refs(c geo.Collection, rows []world.Row) (all []Ref) {
	for _, r := range rows {
		all = append(all, Ref{c, r})
	}
	return all
}

// listed is a term that counts records.
func (l *readinessLook) listed(id string, of Criterion, label phrase.Phrase, c geo.Collection, rows []world.Row, parts []TermPart) {
	l.terms = append(l.terms, Term{ID: id, Criterion: of, Label: label, Count: len(rows), Of: -1, Known: len(rows) > 0, Parts: parts, Source: c, Records: refs(c, rows)})
}

// typical: how large the zone is, in which lines of business, and who joins hands.
func (l *readinessLook) typical() {
	f := Total(l.w, Request{Zone: &l.zone, Sight: l.sight})
	l.terms = append(l.terms, Term{ID: "enterprises", Criterion: Typical, Label: phrase.TermEnterprises, Count: int(f.Denominator), Of: int(f.Enterprises),
		Unknown: int(f.Unstated), Known: f.Denominator > 0, Source: geo.Enterprises})
	t := l.w.Table(geo.Enterprises)
	industries, byIndustry, unstated := t.Column(geo.Industry, l.sight), map[string]int{}, 0
	t.Scan(l.here(), func(r world.Row) bool {
		if !t.Marks(r).Has(status.InDenominator) {
			return true
		}
		if industry := industries.Value(r).Text(); industry != "" {
			byIndustry[industry]++
		} else {
			unstated++
		}
		return true
	})
	l.terms = append(l.terms, Term{ID: "industries", Criterion: Typical, Label: phrase.TermIndustries, Count: len(byIndustry), Of: -1, Unknown: unstated,
		Known: len(byIndustry) > 0, Parts: partsOf(byIndustry), Source: geo.Enterprises})
	alliances, rows := l.records(geo.Alliances)
	l.listed("alliances", Typical, phrase.TermAlliances, geo.Alliances, rows, each(alliances, rows, func(r world.Row) int {
		return len(alliances.Value(r, geo.Participants, l.sight).Items())
	}))
}

// advanced: the rates, what is rated, and what was honored.
func (l *readinessLook) advanced() {
	f := Total(l.w, Request{Zone: &l.zone, Sight: l.sight})
	for _, m := range Measures() {
		rate := f.Rate(m)
		_, known := rate.Share()
		l.terms = append(l.terms, Term{ID: m.String(), Criterion: Advanced, Label: m.Label(), Count: rate.Numerator, Of: rate.Denominator, Unknown: rate.Unknown, Known: known})
	}
	l.rated()
	honors := l.w.Table(geo.Honors)
	all, _ := honors.Page(world.Query{Sight: l.sight}, "", honors.Len()+1)
	byLevel := map[string]int{}
	rows := slices.DeleteFunc(all, func(r world.Row) bool {
		text := func(f *geo.Field) string { return honors.Value(r, f, l.sight).Text() }
		if text(geo.Zone) != l.zone && text(geo.Subject) != geo.Zones.String()+"/"+l.zone {
			return true
		}
		if level := text(geo.HonorLevel); level != "" {
			byLevel[level]++
		}
		return false
	})
	l.listed("honors", Advanced, phrase.TermHonors, geo.Honors, rows, partsOf(byLevel))
}

// rated counts organizations by their stars, those of a rating that still holds, and the others apart.
func (l *readinessLook) rated() {
	t, rows := l.records(geo.Organizations)
	stars := Term{ID: "rated_organizations", Criterion: Advanced, Label: phrase.TermRated, Of: len(rows), Source: geo.Organizations}
	holding := Term{ID: "ratings_holding", Criterion: Advanced, Label: phrase.TermHolding, Source: geo.Organizations}
	byStars := map[string]int{}
	for _, r := range rows {
		value := func(f *geo.Field) geo.Value { return t.Value(r, f, l.sight) }
		n, isNumber := value(geo.Stars).Integer()
		switch {
		case isNumber:
			byStars[strconv.FormatInt(n, 10)]++
		case value(geo.Stars).Text() == geo.Unrated:
			byStars[geo.Unrated]++
			continue
		default:
			stars.Unknown++
			continue
		}
		stars.Count++
		stars.Records = append(stars.Records, Ref{geo.Organizations, r})
		holding.Of++
		switch l.w.Rules().Rated(status.Rating{Rated: status.Yes, Scheme: value(geo.StarScheme).Text(), RatedOn: value(geo.RatedOn).Day()}) {
		case status.Yes:
			holding.Count++
			holding.Records = append(holding.Records, Ref{geo.Organizations, r})
		case status.Unstated:
			holding.Unknown++
		}
	}
	stars.Known, stars.Parts = len(byStars) > 0, partsOf(byStars)
	holding.Known = holding.Unknown < holding.Of
	l.terms = append(l.terms, stars, holding)
}

// exemplary: what there is to be shown, and who has been a host before.
func (l *readinessLook) exemplary() {
	belts, rows := l.records(geo.Belts)
	enterprises := l.w.Table(geo.Enterprises)
	taking := each(belts, rows, func(r world.Row) int {
		return enterprises.Count(world.Query{Equal: []world.Condition{{Field: geo.BeltsOf, Value: geo.List(belts.ID(r))}}, Sight: l.sight})
	})
	l.listed("belts", Exemplary, phrase.TermBelts, geo.Belts, rows, nil)
	participants := Term{ID: "belt_participants", Criterion: Exemplary, Label: phrase.TermParticipants, Of: -1, Parts: taking, Source: geo.Belts, Records: refs(geo.Belts, rows)}
	for _, part := range taking {
		participants.Count += part.Count
	}
	participants.Known = participants.Count > 0
	l.terms = append(l.terms, participants)
	_, rows = l.records(geo.Centers)
	l.listed("centers", Exemplary, phrase.TermCenters, geo.Centers, rows, nil)
	events := l.w.Table(geo.Events)
	all, _ := events.Page(world.Query{Equal: []world.Condition{{Field: geo.Host, Value: geo.Text(l.zone)}}, Sight: l.sight}, "", events.Len()+1)
	byStatus := map[string]int{}
	for _, r := range all {
		if held := events.Value(r, geo.EventStatus, l.sight).Text(); held != "" {
			byStatus[held]++
		}
	}
	l.listed("events_hosted", Exemplary, phrase.TermHosted, geo.Events, all, partsOf(byStatus))
}

// each is a part a record that has anything to count.
func each(t *world.Table, rows []world.Row, count func(world.Row) int) (parts []TermPart) {
	for _, r := range rows {
		if n := count(r); n > 0 {
			parts = append(parts, TermPart{t.ID(r), n})
		}
	}
	return parts
}

// partsOf are counts, the greatest first, then by id.
func partsOf(counts map[string]int) (parts []TermPart) {
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, TermPart{id, counts[id]})
	}
	slices.SortStableFunc(parts, func(a, b TermPart) int { return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.ID, b.ID)) })
	return parts
}

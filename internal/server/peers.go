package server

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

// The bounds of how many zones are compared, and of how many gaps are named.
const (
	usualPeers, mostPeers = 5, 50
	mostNamedGaps         = 100
)

type peerShare struct {
	Industry    string  `json:"industry"`
	Enterprises int     `json:"enterprises"`
	Share       float64 `json:"share"`
}

type peerEmployees struct {
	Sum      *int64 `json:"sum"`
	Stated   int    `json:"stated"`
	Unstated int    `json:"unstated"`
}

type peerDistance struct {
	Industries float64 `json:"industries"`
	Size       float64 `json:"size"`
	Sum        float64 `json:"sum"`
}

type peer struct {
	ID         string         `json:"id"`
	NameZH     *string        `json:"name_zh"`
	NameEN     *string        `json:"name_en"`
	Distance   *peerDistance  `json:"distance"` // null for the zone itself
	Features   peerFeatures   `json:"features"`
	Rate       coverRate      `json:"rate"`
	Place      *int           `json:"place"` // null where the rate is not known
	Reach      *int           `json:"to_reach_leader"`
	Employees  *peerEmployees `json:"employees,omitempty"`
	Coverage   string         `json:"href"`
	Standing   string         `json:"standing"`
	Industries []peerShare    `json:"industries"`
}

type peerFeatures struct {
	Denominator int `json:"denominator"`
	Industries  int `json:"industry_stated"`
}

// peerGaps are the gaps of the zone that would close the gap to the leader; for readers of its internal fields.
type peerGaps struct {
	Counting int       `json:"counting"`
	Enough   *bool     `json:"enough"`
	List     []peerGap `json:"list"`
	Href     string    `json:"href"`
}

type peerGap struct {
	ID     string  `json:"id"`
	NameZH *string `json:"name_zh"`
	NameEN *string `json:"name_en"`
	Status string  `json:"status"`
}

type peersAnswer struct {
	Measure   string     `json:"measure"`
	Zone      peer       `json:"zone"`
	Peers     []peer     `json:"peers"`
	Leader    *string    `json:"leader"`
	Compared  int        `json:"compared"`
	Unmatched int        `json:"unmatched"`
	Gaps      *peerGaps  `json:"gaps,omitempty"`
	Passport  provenance `json:"passport"`
}

// peers answers which zones are like one, and which of them leads.
func (s *Server) peers(w http.ResponseWriter, r *http.Request) error {
	c, err := s.comparing(r, "zone", "k", "measure")
	if err != nil {
		return err
	}
	q := coverage.PeerRequest{Sight: c.sight}
	if q.Zone, err = c.given.zoneOfSomeDay(c.world); err != nil {
		return err
	}
	if q.Count, err = c.given.wholeNumber("k", usualPeers, 1, mostPeers); err != nil {
		return err
	}
	if q.Measure, err = c.given.measure(); err != nil {
		return err
	}
	var found *coverage.Peers
	var gaps *coverage.Gaps
	if err := s.on(r, c, func(ctx context.Context) (err error) {
		if found, err = coverage.FindPeers(ctx, c.world, q); err != nil || c.sight.Class(q.Zone) != geo.Internal {
			return err
		}
		area := world.Condition{Field: geo.Zone, Value: geo.Text(q.Zone)}
		gaps, err = coverage.FindGaps(ctx, c.world, coverage.GapRequest{Area: area, Measure: &q.Measure, Statuses: coverage.MeasuredStatuses(), Sight: c.sight})
		return err
	}); err != nil {
		return err
	}
	doc := c.peers(q, found, gaps)
	return s.answer(w, r, c, doc, c.peersSheet(&doc), phrase.PeersFile)
}

// wholeNumber is a whole number within bounds.
func (p parameters) wholeNumber(name string, usual, least, most int) (int, error) {
	text, given := p[name]
	if !given {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, badParameter(name, phrase.NumberUnfit.With(name, text, strconv.Itoa(least), strconv.Itoa(most)))
	}
	return n, nil
}

// measure is the rate that is asked about, the organizational one by default.
func (p parameters) measure() (coverage.Measure, error) {
	i, err := p.choice("measure", measureNames())
	return coverage.Measures()[i], err
}

func measureNames() (names []string) {
	for _, m := range coverage.Measures() {
		names = append(names, m.String())
	}
	return names
}

func (c *comparison) peers(q coverage.PeerRequest, found *coverage.Peers, gaps *coverage.Gaps) peersAnswer {
	doc := peersAnswer{Measure: q.Measure.String(), Zone: c.peer(&found.Zone, found), Peers: []peer{}, Leader: textOrNull(found.Leader), Compared: found.Compared, Unmatched: found.Unmatched}
	for i := range found.Peers {
		one := c.peer(&found.Peers[i], found)
		apart := found.Peers[i].Apart
		one.Distance = &peerDistance{rounded(apart.Industries), rounded(apart.Size), rounded(apart.Sum())}
		doc.Peers = append(doc.Peers, one)
	}
	if gaps != nil {
		doc.Gaps = c.peerGaps(q, gaps, doc.Zone.Reach)
	}
	parameters := map[string]any{"zone": q.Zone, "k": q.Count, "measure": q.Measure.String(), "distance": "Hellinger(industries) + |ln(denominator/denominator)|"}
	rate := found.Zone.Rate
	doc.Passport = c.passport(phrase.PeersDefinition.With(), parameters, geo.Zones, geo.Enterprises, geo.Organizations).counting(rate.Numerator, rate.Denominator, rate.Unknown)
	return doc
}

func rounded(x float64) float64 { return math.Round(x*1e6) / 1e6 }

func (c *comparison) peer(p *coverage.Peer, of *coverage.Peers) peer {
	name := c.zoneName(p.Zone)
	answer := peer{ID: p.Zone, NameZH: textOrNull(name.ZH), NameEN: textOrNull(name.EN), Rate: rateOf(p.Rate), Place: countOrNull(p.Place, p.Place > 0),
		Reach: countOrNull(p.Reach, p.Reach >= 0), Coverage: c.href("/api/coverage", parameters{"zone": p.Zone, "as_of": c.world.Day().String()}), Industries: []peerShare{}}
	answer.Features.Denominator = int(p.Figures.Denominator)
	for industry, n := range p.Industries {
		answer.Features.Industries += n
		answer.Industries = append(answer.Industries, peerShare{Industry: industry, Enterprises: n})
	}
	for i := range answer.Industries {
		answer.Industries[i].Share = rounded(float64(answer.Industries[i].Enterprises) / float64(answer.Features.Industries))
	}
	slices.SortFunc(answer.Industries, func(a, b peerShare) int {
		if a.Enterprises != b.Enterprises {
			return b.Enterprises - a.Enterprises
		}
		return strings.Compare(a.Industry, b.Industry)
	})
	if e := p.Employees; e != nil {
		answer.Employees = &peerEmployees{Stated: e.Stated, Unstated: e.Unstated}
		if e.Stated > 0 {
			answer.Employees.Sum = &e.Sum
		}
	}
	answer.Standing = standingAmong(p, of)
	return answer
}

// standingAmong is leading, lagging for who is last of several of different rates, between, or unknown.
func standingAmong(p *coverage.Peer, of *coverage.Peers) string {
	last := of.Zone.Place
	for i := range of.Peers {
		last = max(last, of.Peers[i].Place)
	}
	switch p.Place {
	case 0:
		return "unknown"
	case 1:
		return "leading"
	case last:
		return "lagging"
	}
	return "between"
}

func (c *comparison) peerGaps(q coverage.PeerRequest, gaps *coverage.Gaps, reach *int) *peerGaps {
	counting := gaps.Counting(c.world, q.Measure)
	answer := &peerGaps{Counting: len(counting), List: []peerGap{}, Href: c.href("/api/gaps", parameters{"zone": q.Zone, "measure": q.Measure.String(), "as_of": c.world.Day().String()})}
	if reach == nil {
		return answer
	}
	enough := len(counting) >= *reach
	answer.Enough = &enough
	t := c.world.Table(geo.Enterprises)
	for _, gap := range counting[:min(len(counting), *reach, mostNamedGaps)] {
		text := func(f *geo.Field) *string { return textOrNull(t.Value(gap.Row, f, c.sight).Text()) }
		answer.List = append(answer.List, peerGap{t.ID(gap.Row), text(geo.NameZH), text(geo.NameEN), gap.Status.String()})
	}
	return answer
}

// peersSheet is a row a zone, the one asked about first; headings are the names of the JSON.
func (c *comparison) peersSheet(doc *peersAnswer) export.Sheet {
	all := append([]peer{doc.Zone}, doc.Peers...)
	head := []string{"id", "name_zh", "name_en", "distance_industries", "distance_size", "distance_sum", "denominator", "industry_stated", doc.Measure + "_numerator",
		doc.Measure + "_unknown", doc.Measure + "_rate", "place", "standing", "to_reach_leader", "as_of"}
	text := func(s *string) geo.Value {
		if s == nil {
			return geo.Value{}
		}
		return geo.Text(*s)
	}
	return export.Sheet{Name: "peers", Head: head, Rows: len(all), Row: func(i int, into []geo.Value) []geo.Value {
		p := &all[i]
		into = append(into, geo.Text(p.ID), text(p.NameZH), text(p.NameEN))
		if d := p.Distance; d != nil {
			into = append(into, geo.Number(d.Industries), geo.Number(d.Size), geo.Number(d.Sum))
		} else {
			into = append(into, geo.Value{}, geo.Value{}, geo.Value{})
		}
		return append(into, geo.Integer(int64(p.Features.Denominator)), geo.Integer(int64(p.Features.Industries)), geo.Integer(int64(p.Rate.Numerator)), geo.Integer(int64(p.Rate.Unknown)),
			numberOrNone(p.Rate.Rate), wholeOrNone(p.Place), geo.Text(p.Standing), wholeOrNone(p.Reach), geo.OnDay(c.world.Day()))
	}}
}

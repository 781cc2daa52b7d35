package server

import (
	"math"
	"slices"
	"strconv"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/siting"
)

type centerSite struct {
	Kind   string     `json:"kind"`
	Place  int        `json:"place"`
	From   string     `json:"from"`
	ID     *string    `json:"id"`
	NameZH *string    `json:"name_zh"`
	NameEN *string    `json:"name_en"`
	Point  [2]float64 `json:"point"`
	Gain   *float64   `json:"gain"`   // null where there was nothing before, so that no length can be said
	Served *int64     `json:"served"` // null where the model deals out no demand
}

type standingCenter struct {
	Kind   string     `json:"kind"`
	ID     string     `json:"id"`
	NameZH *string    `json:"name_zh"`
	NameEN *string    `json:"name_en"`
	Point  [2]float64 `json:"point"`
}

type siteStep struct {
	P         int      `json:"p"`
	Objective float64  `json:"objective"`
	Bound     *float64 `json:"bound"`
}

// centersFigures is all of an answer but its sites.
type centersFigures struct {
	Model      string     `json:"model"`
	Unit       string     `json:"unit"`       // of objective, bound and start
	CurveUnit  string     `json:"curve_unit"` // of gain and curve
	Objective  *float64   `json:"objective"`
	Bound      *float64   `json:"bound"`
	Gap        *float64   `json:"gap"`
	Optimal    bool       `json:"optimal"`
	Start      *float64   `json:"start"`
	Curve      []siteStep `json:"curve"`
	Total      int64      `json:"total"`
	Unserved   int64      `json:"unserved"`
	Beyond     int64      `json:"beyond"`
	Candidates int        `json:"candidates"`
	Places     int        `json:"enterprises"`
	Unlocated  int        `json:"unlocated"`
	Unknown    int        `json:"employees_unknown"`
	Unseen     int        `json:"unseen"`
	Unused     []string   `json:"unused"`
	Passport   provenance `json:"passport"`
	Links      []link     `json:"links"`
}

// units are what the objective, and what gains and curve, are counted in.
func (a *centersAnswer) units() (objective, curve string) {
	demand := demandNames()[0]
	if a.ask.Employees {
		demand = demandNames()[1]
	}
	switch a.ask.Model {
	case siting.SetCover:
		return "sites", demand
	case siting.PMedian:
		return demand + "_metres", demand + "_metres"
	case siting.PCenter:
		return "metres", "metres"
	}
	return demand, demand
}

// lengths tells whether objectives hold lengths, which the package counts in decimetres.
func (a *centersAnswer) lengths() bool {
	return a.ask.Model == siting.PMedian || a.ask.Model == siting.PCenter
}

func (a *centersAnswer) figure(n int64) *float64 {
	x := float64(n)
	if a.lengths() {
		x /= 10
	}
	return &x
}

// sites are the sites in their order.
func (a *centersAnswer) sites() []centerSite {
	list, s := []centerSite{}, &a.plan.Solution
	for i, site := range a.plan.Sites {
		c := centerSite{Kind: "proposed", Place: i + 1, From: site.From.String(), ID: textOrNull(site.ID), Point: pairOf(site.At)}
		if from, is := recordsOf(site.From); is {
			c.NameZH, c.NameEN = namesOf(a.world.Table(from), site.ID, a.ask.Sight)
		}
		if i > 0 || !a.fromNothing() {
			c.Gain = a.figure(s.Gains[i])
		}
		if i < len(s.Served) {
			c.Served = &s.Served[i]
		}
		list = append(list, c)
	}
	return list
}

// fromNothing tells whether lengths begin without any center, so that there is none to compare the first site's with.
func (a *centersAnswer) fromNothing() bool { return a.lengths() && len(a.plan.Existing) == 0 }

func recordsOf(from siting.Sources) (geo.Collection, bool) {
	switch from {
	case siting.FromPlaces:
		return geo.Places, true
	case siting.FromGrids:
		return geo.Grids, true
	case siting.FromEnterprises:
		return geo.Enterprises, true
	}
	return 0, false
}

// curve is the objective over the number of sites. P-centers have none of their own: theirs follows from what the sites add, and bounds nothing.
func (a *centersAnswer) curve() []siteStep {
	list, s := []siteStep{}, &a.plan.Solution
	for _, step := range s.Curve {
		list = append(list, siteStep{step.P, *a.figure(step.Objective), a.figure(step.Bound)})
	}
	if a.ask.Model == siting.PCenter {
		left := s.Objective
		for i := len(s.Gains) - 1; i >= 0; i-- {
			list = append(list, siteStep{P: i + 1, Objective: *a.figure(left)})
			left += s.Gains[i]
		}
		slices.Reverse(list)
	}
	return list
}

// unserved is the demand that stays without a center: of coverings all that is not covered, else what nothing reaches.
func (a *centersAnswer) unserved() int64 {
	if a.ask.Model == siting.MaxCovering {
		return a.plan.Solution.Total - a.plan.Solution.Objective
	}
	return a.plan.Solution.Beyond
}

func (a *centersAnswer) figures(lang phrase.Lang, links []link) centersFigures {
	p, s := &a.plan, &a.plan.Solution
	f := centersFigures{Model: a.ask.Model.String(), Optimal: s.Optimal, Curve: a.curve(), Total: s.Total, Beyond: s.Beyond, Unserved: a.unserved(), Candidates: p.Candidates,
		Places: p.Places, Unlocated: p.Unlocated, Unknown: p.Unknown, Unseen: a.unseen, Unused: append([]string{}, a.unused...), Links: links}
	f.Unit, f.CurveUnit = a.units()
	f.Passport = provenanceOf(a.world, lang, phrase.CentersDefinition.With(a.on.said()), a.parameters, geo.Enterprises, geo.Centers, geo.Places, geo.Grids)
	if p.Candidates == 0 {
		return f // nothing was looked for
	}
	f.Objective, f.Bound = a.figure(s.Objective), a.figure(s.Bound)
	if s.Objective != 0 || s.Optimal {
		gap := math.Round(1e6*math.Abs(float64(s.Objective-s.Bound))/math.Max(1, float64(s.Objective))) / 1e6
		f.Gap = &gap
	}
	if a.ask.Model == siting.SetCover { // the start is covered demand, as the curve's
		start := float64(s.Start)
		f.Start = &start
	} else if !a.fromNothing() {
		f.Start = a.figure(s.Start)
	}
	if !a.lengths() {
		f.Passport = f.Passport.counting(int(s.Total-f.Unserved), int(s.Total), p.Unlocated+p.Unknown)
	}
	return f
}

// body is the answer as JSON, or as GeoJSON, whose foreign members are then the same.
func (a *centersAnswer) body(lang phrase.Lang, features bool, links []link) ([]byte, error) {
	existing := []standingCenter{}
	for _, c := range a.plan.Existing {
		center := standingCenter{Kind: "existing", ID: c.ID, Point: pairOf(c.At)}
		center.NameZH, center.NameEN = namesOf(a.world.Table(geo.Centers), c.ID, a.ask.Sight)
		existing = append(existing, center)
	}
	sites, figures := a.sites(), a.figures(lang, links)
	if !features {
		return joined(struct {
			Sites    []centerSite     `json:"sites"`
			Existing []standingCenter `json:"existing"`
		}{sites, existing}, figures)
	}
	shapes := []feature{}
	for _, c := range sites {
		shapes = append(shapes, feature{"Feature", "site-" + strconv.Itoa(c.Place), geometry{"Point", c.Point}, c})
	}
	for _, c := range existing {
		shapes = append(shapes, feature{"Feature", c.ID, geometry{"Point", c.Point}, c})
	}
	return joined(proposals{"FeatureCollection", shapes}, figures)
}

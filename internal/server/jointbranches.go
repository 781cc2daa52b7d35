package server

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/siting"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// jointAnswer is one answer about joint branches. A reader who does not see the zone from inside gets none, and is told how many he does not see.
type jointAnswer struct {
	world  *world.World
	ask    siting.BranchRequest
	plan   siting.BranchPlan
	unseen int
}

type jointUnit struct {
	ID       string     `json:"id"`
	NameZH   *string    `json:"name_zh"`
	NameEN   *string    `json:"name_en"`
	Zone     string     `json:"zone"`
	Industry *string    `json:"industry"`
	Grid     *string    `json:"grid"`
	Members  *int       `json:"full_members"`
	Point    [2]float64 `json:"point"`
}

type jointTerm struct {
	ID      string `json:"id"`
	LabelZH string `json:"label_zh"`
	LabelEN string `json:"label_en"`
	Value   int    `json:"value"`
}

type jointLimit struct {
	ID     string `json:"id"`
	Met    *bool  `json:"met"` // null if not known
	TextZH string `json:"text_zh"`
	TextEN string `json:"text_en"`
}

type jointBranch struct {
	Place       int          `json:"place"`
	Enterprises []jointUnit  `json:"enterprises"`
	Members     int          `json:"full_members"`
	Unknown     int          `json:"members_unknown"`
	Metres      float64      `json:"metres"`
	Score       int          `json:"score"`
	Terms       []jointTerm  `json:"terms"`
	Limits      []jointLimit `json:"limits"`
}

// proposals is what the answers about joint branches and sites have in common in GeoJSON.
type proposals struct {
	Type     string    `json:"type"`
	Features []feature `json:"features"`
}

type feature struct {
	Type       string   `json:"type"`
	ID         string   `json:"id"`
	Geometry   geometry `json:"geometry"`
	Properties any      `json:"properties"`
}

type geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

// jointBranches answers joint branches that could be formed in a zone.
func (s *Server) jointBranches(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool {
		return slices.Contains([]string{"zone", "metres", "any_industry", "unknown", "across"}, name)
	})
	if err != nil {
		return err
	}
	if err := given.format("json", "geojson", "csv", "xlsx"); err != nil {
		return err
	}
	a := jointAnswer{world: s.app.World(), ask: siting.BranchRequest{Sight: askerOf(r).sight}}
	if err := given.branches(a.world, &a.ask); err != nil {
		return err
	}
	if err := s.work(r, func(ctx context.Context) (err error) {
		if a.ask.Sight.Class(a.ask.Zone) != geo.Internal {
			a.unseen = enterprisesOf(a.world, a.ask.Zone)
			return nil
		}
		a.plan, err = siting.JointBranches(ctx, a.world, a.ask)
		return err
	}); err != nil {
		return err
	}
	if format := given["f"]; format == "csv" || format == "xlsx" {
		return s.jointFile(w, r, &a, format)
	}
	lang, kind := languageOf(r), jsonType
	if given["f"] == "geojson" {
		kind = geoJSON
	}
	links := []link{{Href: hrefOf(s.base(r)+"/api/siting/joint-branches", given, ""), Rel: "self", Type: kind, Title: phrase.LinkSelf.In(lang)}}
	body, err := a.body(lang, kind == geoJSON, links)
	if err != nil {
		return err
	}
	return s.versioned(w, r, kind, lang, a.world, body)
}

// branches is the question about joint branches.
func (p parameters) branches(w *world.World, q *siting.BranchRequest) (err error) {
	if q.Zone, err = p.oneZone(w); err != nil {
		return err
	}
	if q.Metres, err = p.decimal("metres", siting.UsualMetres, 1, siting.MostMetres); err != nil {
		return err
	}
	for name, into := range map[string]*bool{"any_industry": &q.AnyIndustry, "unknown": &q.Unknown, "across": &q.Across} {
		at, err := p.choice(name, []string{"false", "true"})
		if err != nil {
			return err
		}
		*into = at == 1
	}
	return nil
}

// enterprisesOf counts the enterprises of a zone that are valid on the World's day.
func enterprisesOf(w *world.World, zone string) (n int) {
	w.Table(geo.Enterprises).Scan(world.Query{Equal: []world.Condition{{Field: geo.Zone, Value: geo.Text(zone)}}}, func(world.Row) bool {
		n++
		return true
	})
	return n
}

// body is the answer as JSON, or as GeoJSON, whose foreign members are then the same.
func (a *jointAnswer) body(lang phrase.Lang, features bool, links []link) ([]byte, error) {
	list, shapes := []jointBranch{}, []feature{}
	for i := range a.plan.List {
		b := a.branch(i)
		list = append(list, b)
		if features {
			at := make([][2]float64, len(b.Enterprises))
			for k, u := range b.Enterprises {
				at[k] = u.Point
			}
			shapes = append(shapes, feature{"Feature", b.Enterprises[0].ID, geometry{"MultiPoint", at}, b})
		}
	}
	p, settings := &a.plan, a.world.Settings()
	parameters := map[string]any{"zone": a.ask.Zone, "metres": a.ask.Metres, "any_industry": a.ask.AnyIndustry, "unknown": a.ask.Unknown, "across": a.ask.Across,
		"branch_members": settings.Integer(geo.BranchMembers), "branch_most": settings.Integer(geo.BranchMost), "joint_units": settings.Integer(geo.JointUnits)}
	passport := provenanceOf(a.world, lang, phrase.JointDefinition.With(), parameters, geo.Enterprises, geo.Organizations).counting(a.covered(), p.Candidates, p.MembersUnknown)
	tail := struct {
		Covered        int        `json:"covered"`
		Bound          int        `json:"bound"`
		Score          int64      `json:"score"`
		Optimal        bool       `json:"optimal"`
		Candidates     int        `json:"candidates"`
		Unlocated      int        `json:"unlocated"`
		MembersUnknown int        `json:"members_unknown"`
		WithoutMembers int        `json:"without_members"`
		NotOperating   int        `json:"not_operating"`
		Unseen         int        `json:"unseen"`
		Passport       provenance `json:"passport"`
		Links          []link     `json:"links"`
	}{p.Covered, p.Bound, p.Score, p.Optimal, p.Candidates, p.Unlocated, p.MembersUnknown, p.WithoutMembers, p.NotOperating, a.unseen, passport, links}
	if features {
		return joined(proposals{"FeatureCollection", shapes}, tail)
	}
	return joined(struct {
		Branches []jointBranch `json:"branches"`
	}{list}, tail)
}

// joined is two objects as one, and a line end.
func joined(head, tail any) ([]byte, error) {
	a, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(tail)
	if err != nil {
		return nil, err
	}
	return append(append(append(a[:len(a)-1], ','), b[1:]...), '\n'), nil
}

// covered counts the zone's own enterprises in branches.
func (a *jointAnswer) covered() (n int) {
	for _, b := range a.plan.List {
		for _, u := range b.Units {
			if u.Zone == a.ask.Zone {
				n++
			}
		}
	}
	return n
}

// branch is the i-th suggestion as it is answered.
func (a *jointAnswer) branch(i int) jointBranch {
	from := &a.plan.List[i]
	b := jointBranch{Place: i + 1, Members: from.Members, Unknown: from.Unknown, Metres: tenth(from.Metres), Score: from.Score}
	for _, u := range from.Units {
		b.Enterprises = append(b.Enterprises, a.unit(u))
	}
	for k, term := range siting.Terms() {
		b.Terms = append(b.Terms, jointTerm{term.ID, term.Label.In(phrase.Chinese), term.Label.In(phrase.English), from.Terms[k]})
	}
	for _, l := range from.Limits(a.plan.Rules) {
		limit := jointLimit{ID: l.ID, TextZH: l.Text.ZH, TextEN: l.Text.EN}
		if l.Met != siting.Open {
			met := l.Met == siting.Met
			limit.Met = &met
		}
		b.Limits = append(b.Limits, limit)
	}
	return b
}

func (a *jointAnswer) unit(u siting.Unit) jointUnit {
	unit := jointUnit{ID: u.ID, Zone: u.Zone, Industry: textOrNull(u.Industry), Grid: textOrNull(u.Grid), Point: pairOf(u.At)}
	unit.NameZH, unit.NameEN = namesOf(a.world.Table(geo.Enterprises), u.ID, a.ask.Sight)
	if u.Members != status.UnknownCount {
		n := int(u.Members)
		unit.Members = &n
	}
	return unit
}

// namesOf are a record's names, null where it has none.
func namesOf(t *world.Table, id string, sight geo.Sight) (zh, en *string) {
	row, there := t.Find(id)
	if !there {
		return nil, nil
	}
	return textOrNull(t.Value(row, geo.NameZH, sight).Text()), textOrNull(t.Value(row, geo.NameEN, sight).Text())
}

func pairOf(p orb.Point) [2]float64 {
	return [2]float64{geo.RoundDegrees(p[0]), geo.RoundDegrees(p[1])}
}

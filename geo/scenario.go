package geo

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// The bounds of scenarios.
const (
	MaxProposals = 500
	MaxCovers    = 50
	MaxScenarios = 1000 // that a store keeps
	maxCapacity  = 1_000_000
	maxProposed  = 100 // instructors for one enterprise
)

// Proposed is a kind of proposal.
type Proposed string

// The kinds.
const (
	ProposedBranch     Proposed = "branch"
	ProposedCenter     Proposed = "center"
	ProposedInstructor Proposed = "instructor"
)

// Label is the kind in words.
func (p Proposed) Label() phrase.Phrase {
	switch p {
	case ProposedBranch:
		return phrase.ProposedBranch
	case ProposedCenter:
		return phrase.ProposedCenter
	}
	return phrase.ProposedInstructors
}

// ProposedKinds lists them.
func ProposedKinds() []Proposed {
	return []Proposed{ProposedBranch, ProposedCenter, ProposedInstructor}
}

// Proposal is one thing that a scenario proposes. Which fields it has depends on its kind: a branch has a form and the enterprises it would cover, a
// center a point and perhaps a capacity, instructors an enterprise and how many more it would have.
type Proposal struct {
	Kind       Proposed `json:"kind"`
	Name       string   `json:"name,omitempty"`
	Form       string   `json:"form,omitempty"` // a code of Form
	Covers     []string `json:"covers,omitempty"`
	Point      *LonLat  `json:"point,omitempty"`
	Capacity   *int64   `json:"capacity,omitempty"`
	Enterprise string   `json:"enterprise,omitempty"`
	Count      int64    `json:"count,omitempty"`
}

// LonLat is a longitude and latitude in degrees, WGS 84, in JSON a list of just these two.
type LonLat orb.Point

// UnmarshalJSON reads a list of two numbers.
func (l *LonLat) UnmarshalJSON(text []byte) error {
	var numbers []float64
	if err := json.Unmarshal(text, &numbers); err != nil {
		return err
	}
	if len(numbers) != len(l) {
		return Invalid("geo.LonLat", phrase.ProposalPoint.With())
	}
	copy(l[:], numbers)
	return nil
}

// Scenario is a named set of proposals. It is no record, and never mixed with them.
type Scenario struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Zone      string     `json:"zone"` // "" for one about all zones
	Note      string     `json:"note"`
	Proposals []Proposal `json:"proposals"`
}

// Check lists what makes a scenario no scenario at all; whether its proposals hold in a World is asked elsewhere (geo/scenario). Fields are named as in
// its JSON, such as "proposals[3].covers".
func (s *Scenario) Check() []Finding {
	v := validation{}
	if s.Name == "" {
		v.fault("name", phrase.ScenarioNameMissing.With())
	}
	v.text("name", s.Name, MaxNameLength)
	v.text("note", s.Note, MaxTextLength)
	v.link(Zone, s.Zone)
	if n := len(s.Proposals); n > MaxProposals {
		v.fault("proposals", phrase.ScenarioProposals.With(n, MaxProposals))
		return v.findings
	}
	for i := range s.Proposals {
		s.Proposals[i].check(&v, fmt.Sprintf("proposals[%d].", i))
	}
	return v.findings
}

func (p *Proposal) check(v *validation, at string) {
	v.text(at+"name", p.Name, MaxNameLength)
	has := map[string]bool{"form": p.Form != "", "covers": p.Covers != nil, "point": p.Point != nil, "capacity": p.Capacity != nil, "enterprise": p.Enterprise != "", "count": p.Count != 0}
	var takes []string
	switch p.Kind {
	case ProposedBranch:
		takes = []string{"form", "covers"}
		p.checkBranch(v, at)
	case ProposedCenter:
		takes = []string{"point", "capacity"}
		p.checkCenter(v, at)
	case ProposedInstructor:
		takes = []string{"enterprise", "count"}
		if !ValidID(p.Enterprise) {
			v.fault(at+"enterprise", phrase.IDMalformed.With(p.Enterprise))
		}
		if p.Count < 1 || p.Count > maxProposed {
			v.fault(at+"count", phrase.ProposalCount.With(p.Count, maxProposed))
		}
	default:
		v.fault(at+"kind", phrase.ProposalKind.With(string(p.Kind), "branch, center, instructor"))
		return
	}
	for _, name := range takes {
		delete(has, name)
	}
	for _, name := range []string{"form", "covers", "point", "capacity", "enterprise", "count"} {
		if has[name] {
			v.fault(at+name, phrase.ProposalStray.With(string(p.Kind), name))
		}
	}
}

func (p *Proposal) checkBranch(v *validation, at string) {
	if _, known := Form.CodeLabel(p.Form); !known {
		var forms []string
		for _, code := range Form.Codes {
			forms = append(forms, code.Value)
		}
		v.fault(at+"form", phrase.ProposalForm.With(p.Form, strings.Join(forms, ", ")))
	}
	if n := len(p.Covers); n < 1 || n > MaxCovers {
		v.fault(at+"covers", phrase.ProposalCovers.With(MaxCovers, n))
		return
	}
	for _, id := range p.Covers {
		if !ValidID(id) {
			v.fault(at+"covers", phrase.IDMalformed.With(id))
			return
		}
		v.person(at+"covers", id)
	}
}

func (p *Proposal) checkCenter(v *validation, at string) {
	if p.Point == nil || !(math.Abs(p.Point[0]) <= 180 && math.Abs(p.Point[1]) <= maxLatitude) {
		v.fault(at+"point", phrase.ProposalPoint.With())
	}
	if p.Capacity != nil && (*p.Capacity < 0 || *p.Capacity > maxCapacity) {
		v.fault(at+"capacity", phrase.ProposalCapacity.With(*p.Capacity, maxCapacity))
	}
}

// Normalize brings texts and positions into the form in which they are kept.
func (s *Scenario) Normalize() {
	s.Name, s.Note = Composed(strings.TrimSpace(s.Name)), Composed(strings.TrimSpace(s.Note))
	if s.Proposals == nil {
		s.Proposals = []Proposal{}
	}
	for i := range s.Proposals {
		p := &s.Proposals[i]
		p.Name = Composed(strings.TrimSpace(p.Name))
		if p.Point != nil {
			p.Point = &LonLat{RoundDegrees(p.Point[0]), RoundDegrees(p.Point[1])}
		}
	}
}

// Title is what a proposal is called, its kind if it has no name.
func (p *Proposal) Title() phrase.Text {
	label := p.Kind.Label()
	return phrase.Text{ZH: cmp.Or(p.Name, label.ZH), EN: cmp.Or(p.Name, label.EN)}
}

// AuditFields is a scenario as the audit log keeps it, as JSON.
func (s *Scenario) AuditFields(version int64) string {
	text, _ := json.Marshal(struct { // of these nothing fails
		*Scenario
		Version int64 `json:"version"`
	}{s, version})
	return string(text)
}
